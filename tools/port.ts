/** Ports that the commands listen on. */
import { createServer } from 'node:net';
import { Plain } from './plain.ts';

export type Port = { readonly number: number; readonly variable: string };

/** Reads a port from the environment. */
export function portFrom(variable: string, fallback: number): Port {
  const text = process.env[variable] ?? String(fallback);
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 65_535) {
    throw new Plain(`${variable} is "${text}", which is not a port. Give it a number from 1 to 65535.`);
  }
  return { number, variable };
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Below the ports that systems hand out by themselves: none of those is taken between the look and the use. */
const [lowest, count] = [20_000, 12_000];
const mostTries = 50;

/**
 * A port that nobody listens on now, and that no connection is given by chance.
 * @throws Error when fifty in a row are taken
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const port = lowest + Math.floor(Math.random() * count);
    if (await isFree(port)) return port;
  }
  throw new Error(`No port from ${lowest} to ${lowest + count - 1} is free.`);
}

/** Refuses a taken port with one sentence. */
export async function requireFree({ number, variable }: Port): Promise<void> {
  if (await isFree(number)) return;
  const other = number === 65_535 ? number - 1 : number + 1000;
  throw new Plain(
    `Port ${number} is taken by another program. Stop that program, or choose another port: ${variable}=${other} npm start`,
  );
}
