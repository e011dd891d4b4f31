import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Changes, ConversationFrame, Snapshot } from '#domain/frame.ts';
import { compareMessages, type Message } from '#domain/message.ts';
import { applyFrame, joinFrames, takeHistory, takeMessages, threadOf, type ThreadData } from './apply.ts';
import { headOf, messageOf } from './fixtures.ts';

/** A conversation at the edge: every commit changes the head and maybe one message. */
class Edge {
  head = headOf({ rev: 0 });
  readonly messages = new Map<string, Message>();

  commit(change: Change): Changes {
    const from = this.head.rev;
    const rev = from + 1;
    const seq = this.messages.size + 1;
    const known = [...this.messages.values()][change.pick % Math.max(1, this.messages.size)];
    const message =
      change.what === 'touch' && known
        ? { ...known, rev }
        : messageOf({ id: `m${seq}`, seq, rev, at: change.at });
    this.messages.set(message.id, message);
    this.head = { ...this.head, rev, lastAt: Math.max(this.head.lastAt, message.at) };
    return { t: 'changes', from, to: rev, head: this.head, messages: [message], now: 0 };
  }

  sorted(): Message[] {
    return [...this.messages.values()].sort(compareMessages);
  }

  snapshot(page: number): Snapshot {
    const all = this.sorted();
    return { t: 'snapshot', head: this.head, messages: all.slice(-page), more: all.length > page, now: 0 };
  }

  since(rev: number): Changes {
    const messages = this.sorted().filter((message) => message.rev > rev);
    return { t: 'changes', from: rev, to: this.head.rev, head: this.head, messages, now: 0 };
  }
}

type Change = { readonly what: 'new' | 'touch'; readonly at: number; readonly pick: number };
/** What the road does to a frame: brings it, loses it, brings it twice, or brings an old one again later. */
type Road = 'fine' | 'lost' | 'twice' | 'late';

const change = fc.record<Change>({
  what: fc.constantFrom('new', 'touch'),
  at: fc.integer({ min: 0, max: 40 }),
  pick: fc.nat(50),
});
const road = fc.constantFrom<Road>('fine', 'fine', 'lost', 'twice', 'late');
const steps = fc.array(fc.record({ change, road }), { maxLength: 60 });

/** Applies, and asks the edge at once whenever something is missing. */
function hear(data: ThreadData | null, frame: ConversationFrame, edge: Edge): ThreadData | null {
  const applied = applyFrame(data, frame, false);
  if (applied.since === null) return applied.data;
  return applyFrame(applied.data, edge.since(applied.since), true).data;
}

function visible(data: ThreadData | null): unknown {
  return { head: data?.head, messages: data?.messages };
}

describe('a conversation', () => {
  test('however the road treats the frames, asking for what is missing brings the truth', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 8 }), (walk, page) => {
        const edge = new Edge();
        let data: ThreadData | null = threadOf(edge.snapshot(page));
        const late: Changes[] = [];
        for (const step of walk) {
          const frame = edge.commit(step.change);
          if (step.road === 'late') late.push(frame);
          if (step.road === 'fine' || step.road === 'twice') data = hear(data, frame, edge);
          if (step.road === 'twice') data = hear(data, frame, edge);
          const old = late.length > 2 ? late.shift() : undefined;
          if (old) data = hear(data, old, edge);
        }
        data = hear(data, edge.commit({ what: 'new', at: 50, pick: 0 }), edge);
        expect(visible(data)).toEqual({ head: edge.head, messages: edge.sorted() });
      }),
    );
  });

  test('frames that are taken together leave what they leave one after the other', () => {
    const frames = (changes: readonly Change[], panels: readonly number[]): ConversationFrame[] => {
      const edge = new Edge();
      return changes.map((one, index) => {
        const frame = edge.commit(one);
        const note = { id: `n${index}`, at: 1, by: { id: 'p', name: 'P' }, text: 'A note' };
        return panels.includes(index) ? { ...frame, panel: { notes: [note] } } : frame;
      });
    };
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 20 }),
        fc.array(fc.nat(20)),
        fc.array(fc.nat(20), { maxLength: 2 }),
        (changes, panels, lost) => {
          const all = frames(changes, panels).filter((_frame, index) => !lost.includes(index));
          const start = threadOf(new Edge().snapshot(3));
          const apply = (some: readonly ConversationFrame[]): ThreadData | null =>
            some.reduce<ThreadData | null>((data, frame) => applyFrame(data, frame, true).data, start);
          const joined = joinFrames(all);
          expect(apply(joined)).toEqual(apply(all));
          expect(joined.length).toBeLessThanOrEqual(1 + lost.length);
        },
      ),
    );
  });

  test('a page of history that comes late never shows an old version', () => {
    fc.assert(
      fc.property(steps, steps, fc.integer({ min: 1, max: 6 }), (before, after, page) => {
        const edge = new Edge();
        for (const step of before) edge.commit(step.change);
        const snapshot = edge.snapshot(page);
        const older = edge.sorted().slice(0, -page);
        let data: ThreadData | null = threadOf(snapshot);
        for (const step of after) data = hear(data, edge.commit(step.change), edge);
        if (data === null) throw new Error('the thread was lost');
        data = takeHistory(data, { messages: older, more: false });
        expect(data.messages).toEqual(edge.sorted());
        expect(data.aside).toEqual([]);
      }),
    );
  });

  test('until its page is loaded, a changed message from before the stretch stays aside', () => {
    const newest = messageOf({ id: 'm9', seq: 9, at: 90, rev: 9 });
    const old = messageOf({ id: 'm1', seq: 1, at: 10, rev: 10 });
    const data = threadOf({ head: headOf({ rev: 9 }), messages: [newest], more: true });
    const next = takeMessages(data, [old]);
    expect(next.messages).toEqual([newest]);
    expect(next.aside).toEqual([old]);
  });

  test('a frame that was seen is ignored and a gap is asked for once', () => {
    const data = threadOf({ head: headOf({ rev: 5 }), messages: [], more: false });
    const frame: Changes = { t: 'changes', from: 6, to: 7, head: headOf({ rev: 7 }), messages: [], now: 0 };
    expect(applyFrame(data, frame, false)).toEqual({ data, since: 5 });
    expect(applyFrame(data, frame, true)).toEqual({ data, since: null });
    expect(applyFrame(data, { ...frame, from: 4, to: 5 }, false)).toEqual({ data, since: null });
  });

  test('an old snapshot counts only as an answer', () => {
    const data = threadOf({ head: headOf({ rev: 5 }), messages: [messageOf()], more: false });
    const old: Snapshot = { t: 'snapshot', head: headOf({ rev: 2 }), messages: [], more: false, now: 0 };
    expect(applyFrame(data, old, false).data).toBe(data);
    expect(applyFrame(data, old, true).data?.rev).toBe(2);
  });

  test('the answer to a command shows at once and the frame about it changes nothing more', () => {
    const edge = new Edge();
    const data = threadOf(edge.snapshot(50));
    const frame = edge.commit({ what: 'new', at: 1, pick: 0 });
    const early = takeMessages(data, frame.messages);
    expect(early.messages).toEqual(edge.sorted());
    expect(applyFrame(early, frame, false).data?.messages).toEqual(edge.sorted());
  });
});
