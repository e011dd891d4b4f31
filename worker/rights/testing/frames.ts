/** What becomes of every frame of a client, by who sends it and how they stand to a conversation. A new frame needs an entry. */
import { describe, expect, it } from 'vitest';
import type { ClientFrame, ConversationFrame, ListFrame } from '#domain/frame.ts';
import { visibilities, type Actor } from '#domain/permission.ts';
import { conversationStub } from '../../conversation/id.ts';
import { inboxStub } from '../../inbox/stub.ts';
import { seatHeader, type Newcomer } from '../../live/sockets.ts';
import { env } from '../../testing/door.ts';
import { lineOf, type Line } from '../../testing/socket.ts';
import { headOf, keeper, restore, seatsOf, type Place, type Seat } from './place.ts';
import { looking, relations, verdictOn } from './rights.ts';
import { eventually } from '../../testing/eventually.ts';

const badlyAllowed = 4403;

/** Opens a line at an object, past the routes; null where it lets nobody in. */
async function sit<Frame>(object: Pick<Fetcher, 'fetch'>, actor: Actor): Promise<Line<Frame> | null> {
  const newcomer: Newcomer = { actor, sessionId: crypto.randomUUID(), askedAt: Date.now() };
  const headers = { upgrade: 'websocket', [seatHeader]: JSON.stringify(newcomer) };
  const { webSocket } = await object.fetch('https://object/live', { headers });
  return webSocket && lineOf<Frame>(webSocket);
}

const sees = (seat: Seat): boolean => verdictOn(looking, seat) === 'may';
const everySeat = (place: Place): Seat[] => visibilities.flatMap((one) => seatsOf(place, one));

async function comment(id: string): Promise<void> {
  const command = { type: 'comment', clientId: crypto.randomUUID(), text: 'Look' } as const;
  expect(await conversationStub(env, id).command(keeper, command)).not.toHaveProperty('refusal');
}

/** Asks `frame` of every conversation over a line that was open before it went to somebody else. */
async function afterLosing(place: Place, frame: ClientFrame): Promise<void> {
  const { agent } = place.people;
  const id = place.conversations.agent.unassigned;
  const actor = { ...agent.actor, visibility: 'groups' } as const;
  const line = await sit<ConversationFrame>(conversationStub(env, id), actor);
  const { id: colleague, name } = place.colleague.actor;
  const to = { id: colleague, name };
  await conversationStub(env, id).command(keeper, { type: 'assign', clientId: crypto.randomUUID(), to });
  line?.send(JSON.stringify(frame));
  await line?.wait(1);
  expect(line?.frames).toEqual([]);
  expect(line?.closed?.code).toBe(badlyAllowed);
  await restore(id);
}

type Watcher = { readonly seats: readonly Seat[]; readonly line: Line<ListFrame> };

/** A line to the list for everybody, with the conversations that they stand to. */
async function watchers(place: Place): Promise<Watcher[]> {
  const all: Watcher[] = [];
  for (const seats of Map.groupBy(everySeat(place), (one) => `${one.role} ${one.visibility}`).values()) {
    const [first] = seats;
    const line = first && (await sit<ListFrame>(inboxStub(env, first.id), first.actor));
    if (!line) throw new Error('The list lets everybody in who is signed in.');
    line.hello(null);
    await line.wait(1);
    all.push({ seats, line });
  }
  return all;
}

/** Of which conversations somebody was told a row. */
const toldOf = ({ frames }: Line<ListFrame>): Set<string> =>
  new Set(frames.flatMap((frame) => ('rows' in frame ? frame.rows.map(({ id }) => id) : [])));
/** Where somebody was told that a person is. */
const toldWhere = ({ frames }: Line<ListFrame>, who: Actor): Set<string> => {
  const present = frames.flatMap((frame) => (frame.t === 'present' ? [frame] : []));
  return new Set(present.filter(({ people }) => people.some(({ id }) => id === who.id)).map(({ id }) => id));
};
/** Goes, and waits until that is told. */
async function leave({ line, seats }: Watcher, witness: Line<ListFrame>): Promise<void> {
  const since = witness.frames.length;
  line.send(JSON.stringify({ t: 'at', id: null, typing: false }));
  const gone = (): ListFrame | undefined =>
    witness.frames.slice(since).find((frame) => frame.t === 'present' && frame.people.length === 0);
  await eventually(() => expect(gone(), seats[0]?.role).toBeDefined());
  line.close();
}

const titleOf = ({ role, relation, visibility }: Seat): string => `${role} · ${relation} · ${visibility}`;

/** Everybody was told of what they see, and of nothing else. */
function expectTold({ seats, line }: Watcher, told: (line: Line<ListFrame>) => Set<string>): void {
  const found = told(line);
  for (const seat of seats) expect(found.has(seat.id), titleOf(seat)).toBe(sees(seat));
}

async function rowsAreTold(place: Place, all: readonly Watcher[]): Promise<void> {
  const ids = new Set(everySeat(place).map(({ id }) => id));
  const revs = new Map<string, number>();
  for (const { line } of all) line.frames.length = 0;
  for (const id of ids) {
    await comment(id);
    revs.set(id, (await headOf(id)).rev);
  }
  const [last] = all.filter(({ seats }) => seats[0]?.role === 'admin');
  await eventually(() => expect(last && [...toldOf(last.line)].toSorted()).toEqual([...ids].toSorted()));
  for (const watcher of all) await eventually(() => expectTold(watcher, toldOf));
}

/** Every frame of a client, and what is asked of it. */
const asked: Readonly<Record<ClientFrame['t'], (place: () => Place) => void>> = {
  hello: (place) => {
    it('to a conversation is answered where they see it, and they are not let in elsewhere', async () => {
      for (const seat of everySeat(place())) {
        const line = await sit<ConversationFrame>(conversationStub(env, seat.id), seat.actor);
        expect(line !== null, titleOf(seat)).toBe(sees(seat));
        line?.hello(null);
        const [frame] = (await line?.wait(1)) ?? [];
        if (line) expect(frame).toMatchObject({ t: 'snapshot', head: { id: seat.id } });
        line?.close();
      }
    });
    it('to a conversation that they may not see any more closes the line', async () => {
      await afterLosing(place(), { t: 'hello', v: 2, since: null });
    });
    it('to the list brings the rows that they see, and no others', async () => {
      const all = await watchers(place());
      await rowsAreTold(place(), all);
      for (const { line } of all) line.close();
    });
  },
  since: (place) => {
    it('is answered where they see the conversation', async () => {
      for (const seat of everySeat(place()).filter(sees)) {
        const line = await sit<ConversationFrame>(conversationStub(env, seat.id), seat.actor);
        const { rev } = await headOf(seat.id);
        line?.send(JSON.stringify({ t: 'since', since: rev }));
        expect((await line?.wait(1))?.[0], titleOf(seat)).toMatchObject({ t: 'changes', from: rev, to: rev });
        line?.close();
      }
    });
    it('closes the line where they may not see it any more', async () => {
      await afterLosing(place(), { t: 'since', since: 0 });
    });
  },
  watch: (place) => {
    it('never shows more than they see', async () => {
      const all = await watchers(place());
      for (const { line } of all) {
        line.frames.length = 0;
        line.send(JSON.stringify({ t: 'watch', tab: null, filter: {} }));
        await line.wait(1);
      }
      await rowsAreTold(place(), all);
      for (const { line } of all) line.close();
    });
  },
  at: (place) => {
    it('shows somebody where they may be, and nowhere else', async () => {
      const all = await watchers(place());
      const id = place().conversations.agent.mine;
      const witness = await sit<ListFrame>(inboxStub(env, id), keeper);
      witness?.hello(null);
      await witness?.wait(1);
      if (!witness) throw new Error('Nobody looks.');
      for (const watcher of all) {
        for (const seat of watcher.seats.toSorted((a, b) => Number(sees(a)) - Number(sees(b)))) {
          witness.frames.length = 0;
          watcher.line.send(JSON.stringify({ t: 'at', id: seat.id, typing: false }));
          if (!sees(seat)) continue;
          // Whatever came before it would have been told by now.
          await eventually(() => expect(toldWhere(witness, seat.actor)).toEqual(new Set([seat.id])));
        }
        await leave(watcher, witness);
      }
      witness.close();
    });
    it('is told to those who see the conversation, and to nobody else', async () => {
      const all = await watchers(place());
      const walker = { ...keeper, id: 'walker', name: 'Walker' };
      const line = await sit<ListFrame>(inboxStub(env, place().conversations.agent.mine), walker);
      line?.hello(null);
      await line?.wait(1);
      const last = all.find(({ seats }) => seats[0]?.role === 'admin');
      for (const id of new Set(everySeat(place()).map((seat) => seat.id))) {
        line?.send(JSON.stringify({ t: 'at', id, typing: false }));
        await eventually(() => expect(last && toldWhere(last.line, walker).has(id)).toBe(true));
      }
      for (const watcher of all) {
        await eventually(() => expectTold(watcher, (one) => toldWhere(one, walker)));
      }
      for (const watcher of all) watcher.line.close();
      line?.close();
    });
  },
};

/** Declares the tests: one group a frame, and that every relation is asked. */
export function describeFrames(place: () => Place): void {
  describe.each(Object.entries(asked))('the frame %s', (_name, declare) => declare(place));
  it('is asked in every relation', () => {
    const found = new Set(everySeat(place()).map(({ relation }) => relation));
    expect([...found].toSorted()).toEqual([...relations].toSorted());
  });
}
