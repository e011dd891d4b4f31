/**
 * What a frame does to what the screen holds. Pure: old data and a frame in, new data out.
 * However frames are repeated, reordered or lost, the answers to "since" bring both sides to the same state.
 */
import type { ConversationFrame } from '#domain/frame.ts';
import type { Head } from '#domain/head.ts';
import type { ConversationView, HistoryPage, ScheduledSend } from '#domain/http.ts';
import { compareMessages, type Message } from '#domain/message.ts';
import { blankPanel, type Panel } from '#domain/panel.ts';

/** One conversation as the screen holds it: its head and a gapless stretch of its newest messages. */
export type ThreadData = {
  readonly head: Head;
  /** Everything up to this rev is in here. */
  readonly rev: number;
  /** In display order. */
  readonly messages: readonly Message[];
  /** Whether older ones exist on the server. */
  readonly more: boolean;
  /** Changed messages from before the stretch; they count when the page that holds them is loaded. */
  readonly aside: readonly Message[];
  /** What waits for its time, the next first. */
  readonly scheduled: readonly ScheduledSend[];
  readonly panel: Panel;
};

export type Applied = {
  readonly data: ThreadData | null;
  /** Frames are missing after this rev: ask for them. */
  readonly since: number | null;
};

/** The data of a conversation that was just loaded or sent whole. */
export function threadOf(
  view: Pick<ConversationView, 'head' | 'messages' | 'more' | 'scheduled' | 'panel'>,
): ThreadData {
  const messages = [...view.messages].sort(compareMessages);
  const { head, more, scheduled = [], panel = blankPanel } = view;
  return { head, rev: head.rev, messages, more, aside: [], scheduled, panel };
}

/** `incoming` over `known`, which is in display order, by id; of two versions the higher rev stays. */
export function merge(known: readonly Message[], incoming: readonly Message[]): Message[] {
  const fresh = new Map<string, Message>();
  for (const message of incoming) {
    const other = fresh.get(message.id);
    if (!other || message.rev > other.rev) fresh.set(message.id, message);
  }
  const kept = known.filter(({ id, rev }) => {
    const newer = fresh.get(id);
    if (newer && newer.rev <= rev) fresh.delete(id);
    return !fresh.has(id);
  });
  const merged = [...kept, ...[...fresh.values()].sort(compareMessages)];
  const [last, next] = [kept.at(-1), merged[kept.length]];
  // A conversation mostly grows at its end.
  return last && next && compareMessages(last, next) > 0 ? merged.sort(compareMessages) : merged;
}

/** Takes messages in without moving the rev: what a command answered, or what frames brought. */
export function takeMessages(data: ThreadData, incoming: readonly Message[]): ThreadData {
  const oldest = data.messages[0];
  const outside = (message: Message): boolean =>
    data.more && oldest !== undefined && compareMessages(message, oldest) < 0;
  const inside = incoming.filter((message) => !outside(message));
  const before = incoming.filter(outside);
  return {
    ...data,
    messages: inside.length > 0 ? merge(data.messages, inside) : data.messages,
    aside: before.length > 0 ? merge(data.aside, before) : data.aside,
  };
}

/** Puts a page of older messages in front. */
export function takeHistory(data: ThreadData, page: HistoryPage): ThreadData {
  const messages = merge(data.messages, page.messages);
  const opened: ThreadData = { ...data, messages, more: page.more, aside: [] };
  return takeMessages(opened, data.aside);
}

/** Changes that go on where those before them ended are one: however long the conversation is, it is gone through once. */
export function joinFrames(frames: readonly ConversationFrame[]): readonly ConversationFrame[] {
  const joined: ConversationFrame[] = [];
  for (const frame of frames) {
    const last = joined.at(-1);
    if (last?.t === 'changes' && frame.t === 'changes' && last.to === frame.from) {
      const messages = [...last.messages, ...frame.messages];
      const panel = last.panel && frame.panel ? { ...last.panel, ...frame.panel } : null;
      joined[joined.length - 1] = { ...last, ...frame, from: last.from, messages, ...(panel && { panel }) };
    } else joined.push(frame);
  }
  return joined;
}

/** So many new messages are drawn in one task; of more than `screenful` most are never seen. */
const [drawnAtOnce, screenful] = [6, 24];

/**
 * How many of the frames that wait are taken in before the browser draws: a few messages at a time, so that no key waits
 * long, or all of them where they go past the screen anyhow.
 */
export function nextFrames(frames: readonly ConversationFrame[]): number {
  const sizes = frames.map((frame) => (frame.t === 'changes' ? frame.messages.length : screenful + 1));
  if (sizes.reduce((sum, size) => sum + size, 0) > screenful) return frames.length;
  let [taken, count] = [0, 0];
  for (const size of sizes) {
    if (count > 0 && taken + size > drawnAtOnce) break;
    taken += size;
    count += 1;
  }
  return count;
}

/**
 * Applies one frame. `asked`: an answer to hello or since is on its way, so a snapshot may go back in time
 * (the server lost what we knew) and a gap need not be asked for again.
 */
export function applyFrame(data: ThreadData | null, frame: ConversationFrame, asked: boolean): Applied {
  if (frame.t === 'snapshot') {
    const old = data !== null && !asked && frame.head.rev < data.rev;
    return { data: old ? data : threadOf(frame), since: null };
  }
  if (data === null) return { data, since: null };
  if (frame.to <= data.rev) return { data, since: null };
  if (frame.from > data.rev) return { data, since: asked ? null : data.rev };
  const { head, to: rev, scheduled = data.scheduled } = frame;
  const panel = frame.panel ? { ...data.panel, ...frame.panel } : data.panel;
  return { data: { ...takeMessages(data, frame.messages), head, rev, scheduled, panel }, since: null };
}
