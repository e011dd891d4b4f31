/**
 * A load generator on loopback: keep-alive connections, a fixed number of them, in this process. Two shapes:
 * closed (every connection asks again as soon as it is answered: how much goes through) and open (requests leave when
 * their time has come, answered or not: how long one takes at a given load).
 */
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** One request, ready to leave. */
export type Shot = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/** What became of one shot: the HTTP status, or 0 when the connection broke or nothing came for ten seconds. */
export type Hit<S extends Shot> = { readonly shot: S; readonly status: number; readonly ms: number };

export type Round<S extends Shot> = {
  readonly hits: readonly Hit<S>[];
  /** From the first request to the last answer. */
  readonly ms: number;
};

const patience = 10_000;

export class Target {
  readonly #url: string;
  readonly #agent: Agent;
  readonly #connections: number;

  constructor(url: string, connections: number) {
    this.#url = url;
    this.#connections = connections;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** Every connection asks, waits for the answer and asks again, until `ms` are over or the shots are used up. */
  async closed<S extends Shot>(shots: readonly S[], ms: number): Promise<Round<S>> {
    const hits: Hit<S>[] = [];
    const waiting = shots.values();
    const start = performance.now();
    const connection = async (): Promise<void> => {
      while (performance.now() - start < ms) {
        const { value: shot } = waiting.next();
        if (!shot) return;
        hits.push(await this.#fire(shot));
      }
    };
    await Promise.all(Array.from({ length: this.#connections }, connection));
    return { hits, ms: performance.now() - start };
  }

  /**
   * Each shot leaves at its time (ms from the start), however the ones before fare. A shot that finds every connection busy
   * waits, and its wait counts; that the timer of this process is up to a millisecond late does not.
   */
  async open<S extends Shot>(shots: readonly S[], times: readonly number[]): Promise<Round<S>> {
    const fired: Promise<Hit<S>>[] = [];
    const start = performance.now();
    for (const [index, shot] of shots.entries()) {
      while ((times[index] ?? 0) > performance.now() - start) await pause(1);
      fired.push(this.#fire(shot));
    }
    return { hits: await Promise.all(fired), ms: performance.now() - start };
  }

  close(): void {
    this.#agent.destroy();
  }

  #fire<S extends Shot>(shot: S): Promise<Hit<S>> {
    const { method, path, headers, body } = shot;
    const start = performance.now();
    return new Promise((resolve) => {
      const end = (status: number): void => resolve({ shot, status, ms: performance.now() - start });
      const asked = request(this.#url + path, { method, headers, agent: this.#agent, timeout: patience });
      asked.on('response', (answer) => {
        answer.resume();
        answer.on('end', () => end(answer.statusCode ?? 0));
        answer.on('error', () => end(0));
      });
      asked.on('timeout', () => asked.destroy());
      asked.on('error', () => end(0));
      asked.end(body);
    });
  }
}

/** Times of departure (ms from the start) at `perSecond` on average for `ms`: chance gaps, as real traffic has them. */
export function departures(perSecond: number, ms: number, chance: () => number): readonly number[] {
  const times: number[] = [];
  const gap = (): number => (-Math.log(1 - chance()) * 1000) / perSecond;
  for (let at = gap(); at < ms; at += gap()) times.push(at);
  return times;
}
