import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import { Plain } from './plain.ts';
import { freePort, portFrom, requireFree } from './port.ts';

const servers: Server[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) server.close();
});

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('a taken port is one sentence that names its variable', async () => {
  const number = await takenPort();
  const refusal = requireFree({ number, variable: 'SIMULATOR_PORT' });
  await expect(refusal).rejects.toThrow(Plain);
  await expect(refusal).rejects.toThrow(new RegExp(`^Port ${number} is taken .*SIMULATOR_PORT=\\d+`));
});

test('a free port is fine', async () => {
  const number = await takenPort();
  servers.splice(0).forEach((server) => server.close());
  await expect(requireFree({ number, variable: 'PORT' })).resolves.toBeUndefined();
});

test('a port for a while is free, and none that a system hands out by itself', async () => {
  for (let turn = 0; turn < 20; turn += 1) {
    const number = await freePort();
    expect(number).toBeLessThan(32_768);
    await expect(requireFree({ number, variable: 'PORT' })).resolves.toBeUndefined();
  }
});

test('a port comes from the environment, or is refused with a sentence', () => {
  expect(portFrom('CASEMENT_TEST_PORT', 8787).number).toBe(8787);
  vi.stubEnv('CASEMENT_TEST_PORT', '9000');
  expect(portFrom('CASEMENT_TEST_PORT', 8787).number).toBe(9000);
  vi.stubEnv('CASEMENT_TEST_PORT', 'nine');
  expect(() => portFrom('CASEMENT_TEST_PORT', 8787)).toThrow('CASEMENT_TEST_PORT is "nine"');
});
