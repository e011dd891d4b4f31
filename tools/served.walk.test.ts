import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Visitor } from './seed/doors.ts';
import { spawnServed, type Served } from './served.ts';

const dir = mkdtempSync(join(tmpdir(), 'casement-served-'));
const password = 'only-for-tests';
const boss = { name: 'Boss', email: 'boss@casement.example', password };
const vars = {
  AUTH_SECRET: 'only-for-tests-only-for-tests-only-for-tests',
  META_APP_SECRETS: '["test-secret"]',
  META_VERIFY_TOKEN: 'test-verify',
  SEAL_KEYS: '{"current":"1","keys":{"1":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}}',
};
const started: Served[] = [];

async function start(port = 0): Promise<Served> {
  const served = await spawnServed('product', { dir, vars, port });
  started.push(served);
  return served;
}

/** Whether nobody listens there. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

afterAll(async () => {
  await Promise.all(started.map((served) => served.kill()));
  rmSync(dir, { recursive: true, force: true });
});

test('a killed product lets go of its port at once and finds its data again', async () => {
  const before = await start();
  await new Visitor(before.url).setUp(boss);
  await before.kill();
  expect(await isFree(before.port)).toBe(true);

  const after = await start(before.port);
  const visitor = new Visitor(after.url);
  await visitor.signIn(boss.email, password);
  expect(await visitor.conversations()).toEqual([]);
  await after.stop();
  expect(await isFree(after.port)).toBe(true);
});

test('what is missing in the environment is named', async () => {
  await expect(spawnServed('product', { dir, vars: { AUTH_SECRET: '' } })).rejects.toThrow(
    'ended before it was ready',
  );
});
