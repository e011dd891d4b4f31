/** Two conversations of one customer become one. */
import { describe, expect, it } from 'vitest';
import {
  ana,
  boss,
  day,
  edited,
  heard,
  hour,
  minute,
  noon,
  reacted,
  reported,
  results,
  rui,
  sends,
  unsent,
} from '../testing/events.ts';
import { Memory } from '../testing/memory.ts';
import { absorbMessages, absorbRest, beganEarlier, wantJoin, type HandedRest } from './join.ts';
import { publicMessage, type StoredMessage } from './state.ts';

const bsuid = { names: ['bsuid:US.1'] as const, peer: 'US.1' };

/** What one conversation hands over, page by page. */
function hand(
  to: Memory,
  from: Memory,
  part: Partial<Pick<HandedRest, 'commands'>> & { readonly page?: number } = {},
): void {
  const { page = 100, commands = [] } = part;
  const all = [...from.messages].sort((a, b) => a.rev - b.rev || a.seq - b.seq);
  for (let start = 0; start < all.length; start += page) giveSome(to, from, all.slice(start, start + page));
  const rest: HandedRest = {
    ...{ from: from.head.id, state: from.state, outbox: from.outbox },
    ...{ parked: from.waiting, commands, files: from.files, panel: from.panel() },
  };
  to.run((change) => absorbRest(change, rest));
}
function giveSome(to: Memory, from: Memory, messages: readonly StoredMessage[]) {
  const cursor = { asOf: null, rev: from.head.rev, seq: 0 };
  return to.run((change) => absorbMessages(change, { from: from.head.id, messages, cursor, more: false }));
}

/** The one that stays, begun at noon under the phone, and one that began under the BSUID. */
function apart(): readonly [Memory, Memory] {
  const stays = new Memory('whatsapp', 'stays');
  const goes = new Memory('whatsapp', 'goes');
  stays.hear(heard({ id: 'a', profile: { name: 'Maria' } }));
  goes.hear(heard({ ...bsuid, id: 'b', at: noon + minute }), heard({ ...bsuid, id: 'c', at: noon - minute }));
  return [stays, goes];
}
const ids = (memory: Memory) =>
  memory.messages.filter(({ direction }) => direction !== 'line').map(({ id }) => id);
const whats = (memory: Memory) =>
  memory.messages.flatMap(({ content }) => (content.kind === 'line' ? [content.what] : []));
const send = (memory: Memory, clientId: string) => memory.ask(ana, sends(clientId));

describe('of two conversations', () => {
  it('the one that began earlier stays, and both agree which that is (R-32)', () => {
    expect(beganEarlier({ id: 'b', at: 1 }, { id: 'a', at: 2 })).toBe(true);
    expect(beganEarlier({ id: 'a', at: 2 }, { id: 'b', at: 1 })).toBe(false);
    expect([
      beganEarlier({ id: 'a', at: 1 }, { id: 'b', at: 1 }),
      beganEarlier({ id: 'b', at: 1 }, { id: 'a', at: 1 }),
    ]).toEqual([true, false]);
  });

  it('each other one is noted once, and never itself (R-32)', () => {
    const [stays] = apart();
    const other = () => stays.run((change) => wantJoin(change, 'goes'));
    other();
    expect(other().empty).toBe(true);
    expect(stays.run((change) => wantJoin(change, 'stays')).empty).toBe(true);
    expect(stays.state.joins).toEqual(['goes']);
  });
});

describe('a join', () => {
  it('brings all messages in their order, preview and unread, with one line (R-2, R-24, R-32)', () => {
    const [stays, goes] = apart();
    stays.run((change) => wantJoin(change, 'goes'));
    hand(stays, goes);
    expect(ids(stays)).toEqual(['c', 'a', 'b']);
    expect(stays.head).toMatchObject({
      unread: 3,
      preview: { text: 'text of b' },
      lastAt: noon + minute,
      name: 'Maria',
    });
    expect(whats(stays)).toEqual(['joined']);
    expect([...stays.state.names].sort()).toEqual(['bsuid:US.1', 'phone:15551234567']);
    expect(stays.state.joins).toEqual([]);
    expect(stays.messages.map(({ seq }) => seq).sort()).toEqual([1, 2, 3, 4]);
  });

  it('is read like anything else (R-24)', () => {
    const [stays, goes] = apart();
    hand(stays, goes);
    stays.ask(ana, { type: 'read', clientId: 'r', rev: stays.head.rev });
    expect(stays.head.unread).toBe(0);
  });

  it('keeps the order of arrival within one instant, though one was changed since (R-1, R-32)', () => {
    const [stays, goes] = apart();
    goes.now = noon + hour;
    goes.hear(heard({ ...bsuid, id: 'd1', at: noon + hour }), heard({ ...bsuid, id: 'd2', at: noon + hour }));
    goes.hear(reacted({ target: 'd1', emoji: '👍', from: 'business' }));
    hand(stays, goes);
    expect(ids(stays).slice(-2)).toEqual(['d1', 'd2']);
  });

  it('may be repeated, whole or in part: nothing is doubled or changed (R-3, R-32)', () => {
    const [stays, goes] = apart();
    goes.ask(ana, { type: 'archive', clientId: 'x' });
    giveSome(stays, goes, goes.messages);
    expect(giveSome(stays, goes, goes.messages).empty).toBe(true);
    hand(stays, goes, { page: 1 });
    expect(ids(stays)).toEqual(['c', 'a', 'b']);
    expect(whats(stays).sort()).toEqual(['archived', 'joined']);
  });

  it('brings what changed there between two pages (R-32, R-41, R-42)', () => {
    const [stays, goes] = apart();
    giveSome(stays, goes, goes.messages);
    goes.hear(edited({ target: 'b', text: 'secret', id: 'e' }), reacted({ target: 'c', emoji: '👍' }));
    giveSome(stays, goes, goes.messages);
    expect(stays.message('b')).toMatchObject({
      content: { text: 'secret' },
      edited: { before: { length: 1 } },
    });
    goes.hear(unsent({ target: 'b' }));
    hand(stays, goes);
    const gone = stays.message('b');
    expect(JSON.stringify(gone && publicMessage(gone))).not.toMatch(/secret|text of b/);
    expect(stays.message('c')?.reactions).toMatchObject([{ emoji: '👍' }]);
  });

  it('loses nothing that reached the copy here meanwhile (R-32)', () => {
    const [stays, goes] = apart();
    send(goes, 'c1');
    const row = goes.leave();
    giveSome(stays, goes, goes.messages);
    stays.hear(reported({ id: 'wamid.1', step: 'read', callbackId: 'c1' }));
    stays.hear(
      reacted({ target: 'b', emoji: '👍' }),
      unsent({ target: 'c' }),
      edited({ target: 'b', text: 'new', id: 'e' }),
    );
    if (row) goes.answer(row, results.accepted('wamid.1'));
    goes.hear(reacted({ target: 'c', emoji: '❤️' }), reacted({ target: 'b', emoji: '😂', from: 'bsuid:X' }));
    hand(stays, goes);
    expect(stays.message('c1')).toMatchObject({
      metaId: 'wamid.1',
      delivery: { state: 'read', times: { accepted: noon, queued: noon } },
    });
    expect(stays.message('b')).toMatchObject({ content: { text: 'new' } });
    expect(
      stays
        .message('b')
        ?.reactions?.map(({ emoji }) => emoji)
        .sort(),
    ).toEqual(['👍', '😂']);
    expect(stays.message('c')).toMatchObject({ content: { kind: 'unsent' }, reactions: [{ emoji: '❤️' }] });
  });

  it('moves queued sends once, in the order of their commits, behind none of them (R-19, R-32)', () => {
    const [stays, goes] = apart();
    for (const id of ['c1', 'c2', 'c3', 'c4']) send(goes, id);
    const first = goes.leave();
    if (first) goes.answer(first, results.accepted('wamid.1'));
    const second = goes.leave();
    // It waits for its next try: changed later than those behind it.
    if (second) goes.answer(second, results.later(minute));
    send(stays, 'own');
    hand(stays, goes, { page: 1 });
    expect(stays.outbox.map(({ messageId }) => messageId)).toEqual(['own', 'c2', 'c3', 'c4']);
    expect(new Set(stays.outbox.map(({ seq }) => seq)).size).toBe(4);
    const own = stays.leave();
    if (own) stays.answer(own, results.accepted('wamid.own'));
    expect(stays.leave()).toBeNull();
    stays.now += minute;
    expect(stays.leave()?.messageId).toBe('c2');
  });

  it('does not send what a status showed here to have arrived (R-8, R-32)', () => {
    const [stays, goes] = apart();
    send(goes, 'c1');
    giveSome(stays, goes, goes.messages);
    stays.hear(reported({ id: 'wamid.1', step: 'sent', callbackId: 'c1' }));
    hand(stays, goes);
    expect(stays.outbox).toEqual([]);
  });

  it('takes the later window, and Meta’s word against it (R-13, R-14, R-32)', () => {
    const [stays, goes] = apart();
    hand(stays, goes);
    expect(stays.head).toMatchObject({ openedAt: noon + minute, windowExpiresAt: noon + minute + day });
    const [other, closed] = apart();
    closed.now = noon + hour;
    send(closed, 'c1');
    const row = closed.leave();
    if (row) closed.answer(row, results.closed('whatsapp'));
    other.now = noon + 2 * hour;
    hand(other, closed);
    expect(other.head.windowExpiresAt).toBe(noon + hour);
    expect(send(other, 'c2').refusal?.code).toBe('window-closed');
  });

  it('takes the free entry point and the offer of one (R-15, R-32)', () => {
    const ad = heard({ ...bsuid, id: 'ad', at: noon + minute, referral: { source: 'ad' } });
    const [stays, goes] = apart();
    goes.hear(ad);
    hand(stays, goes);
    stays.now = noon + hour;
    send(stays, 'c1');
    const row = stays.leave();
    if (row) stays.answer(row, results.accepted('wamid.1'));
    expect(stays.head.freeEntryUntil).toBe(noon + hour + 72 * hour);
    const [other, running] = apart();
    running.hear(ad);
    send(running, 'c1');
    const started = running.leave();
    running.now = noon + hour;
    if (started) running.answer(started, results.accepted('wamid.1'));
    hand(other, running);
    expect(other.head.freeEntryUntil).toBe(noon + hour + 72 * hour);
    other.now = noon + 80 * hour;
    other.ring();
    other.ring();
    expect(whats(other).filter((what) => what === 'free-entry-ended')).toHaveLength(1);
  });

  it('keeps the assignee and takes the other’s where there is none; archived only if both were (R-26, R-27, R-32)', () => {
    const [stays, goes] = apart();
    goes.ask(boss, { type: 'assign', clientId: 'x', to: { id: rui.id, name: rui.name } });
    stays.ask(boss, { type: 'archive', clientId: 'y' });
    hand(stays, goes);
    expect(stays.head).toMatchObject({ assignee: { name: 'Rui' }, archived: false });
    const [own, other] = apart();
    own.ask(boss, { type: 'assign', clientId: 'x', to: { id: ana.id, name: ana.name } });
    other.ask(boss, { type: 'assign', clientId: 'x', to: { id: rui.id, name: rui.name } });
    hand(own, other);
    expect(own.head.assignee?.name).toBe('Ana');
  });

  it('brings what waits: reports, reactions, files, client ids, opt-out (R-9, R-18, R-32)', () => {
    const [stays, goes] = apart();
    goes.hear(reported({ id: 'wamid.9', step: 'read' }), reacted({ target: 'a', emoji: '👍' }));
    goes.hear(heard({ ...bsuid, id: 'f', sources: [{ slot: '0', mediaId: '1' }] }));
    goes.run((change) => change.setMark('optedOut', true));
    goes.run((change) => change.setFacts({ blocked: true }));
    hand(stays, goes, { commands: ['done'] });
    expect(stays.message('a')?.reactions).toMatchObject([{ emoji: '👍' }]);
    expect(stays.waiting.map(({ metaId }) => metaId)).toEqual(['wamid.9']);
    expect(stays.files).toMatchObject([{ messageId: 'f' }]);
    expect(stays.commandRev('done')).not.toBeNull();
    expect(stays.head).toMatchObject({ optedOut: true, blocked: true });
    expect(stays.message('f')?.home).toBe('goes');
  });

  it('leaves a message that both have as it stands here (R-3, R-32)', () => {
    const [stays, goes] = apart();
    goes.hear(heard({ ...bsuid, id: 'a', content: { kind: 'text', text: 'other' } }));
    hand(stays, goes);
    expect(stays.messages.filter(({ id }) => id === 'a')).toMatchObject([{ content: { text: 'text of a' } }]);
  });

  it('adds up what was noted of both: tags, the earlier follow-up, attributes, group, sources (R-32)', () => {
    const [stays, goes] = apart();
    const tag = (id: string) => ({ id, name: id.toUpperCase() });
    stays.ask(boss, { type: 'tag', clientId: '1', add: [tag('a'), tag('b')], remove: [] });
    goes.ask(boss, { type: 'tag', clientId: '2', add: [tag('b'), tag('c')], remove: [] });
    stays.ask(boss, { type: 'follow-up', clientId: '3', at: noon + day });
    goes.ask(boss, { type: 'follow-up', clientId: '4', at: noon + hour });
    for (const [memory, value] of [[stays, 'ours'] as const, [goes, 'theirs'] as const]) {
      memory.ask(boss, { type: 'attribute', clientId: `5${value}`, name: 'city', value });
      memory.ask(boss, { type: 'attribute', clientId: `6${value}`, name: value, value });
    }
    goes.ask(boss, { type: 'group', clientId: '7', to: { id: 'g', name: 'Sales' } });
    goes.hear(heard({ ...bsuid, id: 'ad', referral: { source: 'ad', adId: '9' } }), unsent({ target: 'ad' }));
    goes.run((change) => change.setFacts({ broadcasts: ['b1:read'] }));
    stays.run((change) => change.setFacts({ broadcasts: ['b0:read', 'b1:read'] }));
    hand(stays, goes);
    expect(stays.head).toMatchObject({
      tags: ['a', 'b', 'c'],
      followUpAt: noon + hour,
      attributes: { city: 'ours', ours: 'ours', theirs: 'theirs' },
      groupId: 'g',
      ads: ['9'],
      broadcasts: ['b0:read', 'b1:read'],
    });
    stays.ask(boss, { type: 'group', clientId: '8', to: null });
    expect(stays.messages.map(({ content }) => content)).toContainEqual({
      ...{ kind: 'line', what: 'ungrouped', from: 'Sales' },
    });
  });

  it('keep every follow-up: one whose time came on the way reminds here, one that had reminded does not (R-47)', () => {
    const [stays, goes] = apart();
    const adding = (id: string, dueAt: number) =>
      ({ type: 'follow-up-add', clientId: id, id, dueAt, owner: ana, note: id }) as const;
    stays.ask(boss, adding('here', noon + 3 * hour));
    goes.ask(boss, adding('told', noon + hour));
    goes.ask(boss, adding('on the way', noon + 2 * hour));
    goes.now = noon + hour;
    goes.ring();
    stays.now = noon + 2 * hour;
    hand(stays, goes);
    expect(stays.state.followUpDueAt).toBe(noon + 2 * hour);
    for (const at of [2 * hour, 3 * hour, 4 * hour]) {
      stays.now = noon + at;
      stays.ring();
    }
    const told = stays.state.notices.filter(({ kind }) => kind === 'follow-up').map(({ text }) => text);
    expect(told).toEqual(['told', 'on the way', 'here']);
    expect(stays.panel().followUps.map(({ id }) => id)).toEqual(['told', 'on the way', 'here']);
  });

  const lead = (id: string) => ({ id, name: id, final: id === 'lost' });
  it.each([
    ['new', 'qualified', 'qualified'],
    ['qualified', 'new', 'qualified'],
    ['contacted', 'qualified', 'contacted'],
    ['lost', 'qualified', 'qualified'],
    ['qualified', 'lost', 'qualified'],
    ['new', 'lost', 'new'],
    ['lost', 'lost', 'lost'],
  ])('of the leads %s and %s keeps %s (R-32)', (ours, theirs, kept) => {
    const [stays, goes] = apart();
    stays.ask(boss, { type: 'lead', clientId: '1', to: lead(ours) });
    goes.ask(boss, { type: 'lead', clientId: '2', to: lead(theirs) });
    hand(stays, goes);
    expect(stays.head.lead).toBe(kept);
    stays.hear(heard({ id: 'next' }));
    expect(stays.head.lead).toBe(kept === 'lost' ? 'new' : kept);
  });

  it('knows who waits by the messages of both, wherever the answer stands (R-2, R-32)', () => {
    const [stays, goes] = apart();
    expect([stays.head.waitingSince, goes.head.waitingSince]).toEqual([noon, noon - minute]);
    hand(stays, goes);
    expect(stays.head).toMatchObject({ waitingSince: noon - minute, lead: 'new' });
    const [early, answered] = apart();
    answered.now = noon + hour;
    send(answered, 'c1');
    early.now = noon + 2 * hour;
    early.hear(heard({ id: 'd', at: noon + 2 * hour }));
    hand(early, answered);
    expect(early.head).toMatchObject({ waitingSince: noon + 2 * hour, answeredAt: noon + hour });
    const [fails, failed] = apart();
    send(failed, 'c1');
    const row = failed.leave();
    if (row) failed.answer(row, results.failed);
    hand(fails, failed);
    expect(fails.head).toMatchObject({ waitingSince: noon - minute, failed: true });
  });

  it('is reopened if the one that came back was not answered, on either side (R-27, R-32)', () => {
    const [stays, goes] = apart();
    goes.ask(boss, { type: 'archive', clientId: 'x' });
    goes.now = noon + hour;
    goes.hear(heard({ ...bsuid, id: 'again', at: noon + hour }));
    hand(stays, goes);
    expect(stays.head).toMatchObject({ archived: false, reopened: true });
    stays.now = noon + 2 * hour;
    send(stays, 'c1');
    expect(stays.head).not.toHaveProperty('reopened');
  });
});
