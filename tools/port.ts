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

/** A port that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** Refuses a taken port with one sentence. */
export async function requireFree({ number, variable }: Port): Promise<void> {
  if (await isFree(number)) return;
  const other = number === 65_535 ? number - 1 : number + 1000;
  throw new Plain(
    `Port ${number} is taken by another program. Stop that program, or choose another port: ${variable}=${other} npm start`,
  );
}
