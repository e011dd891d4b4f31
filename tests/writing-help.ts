/** What walks through the composer need again and again. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { addGroup, does, idOf } from './list-help.ts';
import { connectPages, eventually, instagram, password, people, type World } from './world.ts';

export { findings } from './findings.ts';

export const maria = '5511987654321';
const joao = '5511987650002';
const siti = '920000001';

/** Customers who wrote, assigned to Ana in a group with Rui, beside whom there is Zoe. Answers with their conversations. */
export async function customers(world: World) {
  const { admin, simulator } = world;
  await connectPages(world);
  await simulator.customer(maria, { name: 'Maria Silva', online: true });
  await simulator.customer(joao, { name: 'João Ferreira', online: true });
  await simulator.customer(siti, { channel: 'instagram', name: 'Siti Putri', online: true });
  await simulator.say(maria, 'Oi!');
  await simulator.say(joao, 'Bom dia!');
  await simulator.does(siti, 'say', { accountId: instagram.id, text: 'Hello!' });
  await simulator.flush();
  const ids = {
    maria: await admin.find(maria),
    joao: await admin.find(joao),
    siti: await admin.findNamed('Siti Putri'),
  };
  const [ana, rui] = await Promise.all([world.signIn(people.ana.email), world.signIn(people.rui.email)]);
  const zoe = { name: 'Zoe Lima', email: 'zoe@casement.example', role: 'agent', password };
  await admin.send('POST', '/api/team', zoe);
  const sales = await addGroup(admin, 'Sales', [await idOf(ana), await idOf(rui)]);
  for (const id of Object.values(ids)) {
    await does(admin, id, { type: 'group', groupId: sales.id });
    await does(admin, id, { type: 'assign', personId: await idOf(ana) });
  }
  return ids;
}

export const composer = (page: Page): Locator => page.getByTestId('composer');
export const field = (page: Page): Locator => page.getByTestId('composer-text');
export const suggestions = (page: Page): Locator => page.getByTestId('suggestions');
export const option = (page: Page, name: string): Locator =>
  suggestions(page).getByRole('option').filter({ hasText: name });

/** Waits until the conversation with this first message is on the screen. */
export async function here(page: Page, first: string): Promise<void> {
  await page.getByTestId('message').filter({ hasText: first }).first().waitFor();
}

/** Waits until the field says exactly this. */
export async function says(page: Page, text: string): Promise<void> {
  await eventually(async () => expect(await field(page).inputValue()).toBe(text));
}

/** What is selected in the field. */
export const selected = (page: Page): Promise<string> =>
  field(page).evaluate((element) => {
    const { value, selectionStart, selectionEnd } = element as HTMLTextAreaElement;
    return value.slice(selectionStart, selectionEnd);
  });

/** The texts of the comments and replies of a conversation, as the edge has them. */
export async function written({ admin }: World, id: string): Promise<readonly string[]> {
  const { messages } = await admin.view(id);
  return messages.flatMap(({ content, direction }) =>
    direction !== 'in' && 'text' in content ? [content.text] : [],
  );
}

/** Waits until this is the newest of them. */
export async function wrote(world: World, id: string, text: string): Promise<void> {
  await eventually(async () => expect((await written(world, id)).at(-1)).toBe(text));
}
