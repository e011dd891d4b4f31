import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, openWorld, people, type World } from './world.ts';

const maria = '5511987654321';
let world: World;

beforeAll(async () => {
  world = await openWorld();
  await world.simulator.customer(maria, { name: 'Maria Silva', online: true });
});

afterAll(async () => world?.end());

test('killed between webhook and answer, at several moments: every message once, in order', async () => {
  await world.simulator.say(maria, 'Primeira');
  await world.simulator.flush();
  const id = await world.admin.find(maria);
  const expected = ['Primeira'];
  const start = Date.now() - 60_000;
  for (const [round, wait] of [0, 2, 5, 10, 20, 40].entries()) {
    for (const n of [0, 1, 2]) {
      const text = `Corte ${round}.${n}`;
      expected.push(text);
      await world.simulator.say(maria, text, start + round * 10_000 + n * 1000);
    }
    await pause(wait);
    await world.kill();
    await world.restart();
  }
  await world.simulator.flush();
  const { head, messages } = await world.admin.view(id);
  const texts = messages.map(({ content }) => ('text' in content ? content.text : content.kind));
  expect(texts.filter((text) => text !== 'Primeira')).toEqual(expected.slice(1));
  expect(texts.toSorted()).toEqual(expected.toSorted());
  expect(head.unread).toBe(expected.length);
  await eventually(async () => {
    const row = (await world.admin.list()).rows.find((one) => one.id === id);
    expect(row).toMatchObject({ rev: head.rev, unread: expected.length });
  }, 60_000);
});

test('killed between the request to Meta and its answer: unknown, never twice, settled by the status', async () => {
  await world.simulator.customer(maria, { online: false });
  await world.simulator.say(maria, 'Está aí?').catch(() => null);
  await world.simulator.customer(maria, { online: true });
  await world.simulator.say(maria, 'Está aí?');
  await world.simulator.flush();
  const id = await world.admin.find(maria);
  const ana = await world.signIn(people.ana.email);
  // Meta takes it at once, answers never, and its statuses wait until the product is back.
  await world.simulator.pause();
  await world.simulator.faults({ kind: 'silence', accepted: true });
  const clientId = crypto.randomUUID();
  await ana.send('POST', `/api/conversations/${id}/commands`, {
    type: 'send',
    clientId,
    draft: { kind: 'text', text: 'Só uma vez' },
  });
  await eventually(async () => {
    expect((await world.simulator.sends()).filter(({ body }) => body.includes('Só uma vez'))).toHaveLength(1);
  });
  await world.kill();
  await world.restart();
  const state = async () =>
    (await world.admin.view(id)).messages.find((one) => one.id === clientId)?.delivery?.state;
  expect(await state()).toBe('unknown');
  await world.simulator.resume();
  await eventually(async () => expect(await state()).toBe('delivered'), 30_000);
  expect((await world.simulator.sends()).filter(({ body }) => body.includes('Só uma vez'))).toHaveLength(1);
  expect(
    (await world.simulator.phone(maria)).messages.filter(({ text }) => text === 'Só uma vez'),
  ).toHaveLength(1);
});
