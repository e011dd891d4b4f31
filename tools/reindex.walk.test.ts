import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { at } from './root.ts';
import { capture, type Outcome } from './run.ts';
import { Visitor } from './seed/doors.ts';
import { admin } from './seed/people.ts';
import { spawnServed, type Served } from './served.ts';

const dir = mkdtempSync(join(tmpdir(), 'casement-reindex-'));
const vars = {
  AUTH_SECRET: 'only-for-tests-only-for-tests-only-for-tests',
  META_APP_SECRETS: '["test-secret"]',
  META_VERIFY_TOKEN: 'test-verify',
  SEAL_KEYS: '{"current":"1","keys":{"1":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}}',
};
let served: Served;

beforeAll(async () => {
  served = await spawnServed('product', { dir, vars });
  const boss = new Visitor(served.url);
  await boss.setUp(admin);
  await boss.addPerson({
    name: 'Ana',
    email: 'ana@casement.example',
    password: 'long enough 1',
    role: 'agent',
  });
});

afterAll(async () => {
  await served.kill();
  rmSync(dir, { recursive: true, force: true });
});

const run = async (args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> =>
  capture({ program: process.execPath, args: [at('tools', 'reindex.ts'), ...args], env });

test('says in a sentence that nothing was wrong; on this machine the admin of local play signs in', async () => {
  expect(await run(['--url', served.url])).toEqual({
    code: 0,
    output: 'Looked at 0 conversations. Nothing was wrong, and nothing was written.\n',
  });
});

test('says why it may not, and what to do', async () => {
  const ana = { CASEMENT_EMAIL: 'ana@casement.example', CASEMENT_PASSWORD: 'long enough 1' };
  const refused = await run(['--url', served.url], ana);
  expect(refused.code).toBe(1);
  expect(refused.output).toContain('Your role (agent) may not do this. Ask an admin.');
  expect((await run([])).output).toContain('npm run reindex -- --url http://127.0.0.1:8787');
  expect((await run(['--url', 'https://inbox.example'])).output).toContain('CASEMENT_EMAIL');
  expect((await run(['--url', 'http://127.0.0.1:1'])).output).toContain('Nobody answers');
});
