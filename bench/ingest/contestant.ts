/** One of those that a bench loads in turn, and what became of everything it was sent. */
import { setTimeout as pause } from 'node:timers/promises';
import { Target, type Hit, type Round } from '../parts/load.ts';
import type { Webhook } from './webhooks.ts';

/** Connections to each. */
export const connections = 16;
/** After each round, for what the product does after its answers. */
const settleMs = 300;

type Served = { readonly url: string; readonly stop: () => Promise<void> };

export class Contestant {
  readonly name: string;
  readonly url: string;
  readonly hits: Hit<Webhook>[] = [];
  readonly #served: Served;
  readonly #target: Target;

  constructor(name: string, served: Served) {
    this.name = name;
    this.url = served.url;
    this.#served = served;
    this.#target = new Target(served.url, connections);
  }

  /** Webhooks that were not answered with 200. */
  get refused(): number {
    return this.hits.filter(({ status }) => status !== 200).length;
  }

  get counts(): string {
    return `${this.hits.length} webhooks sent, ${this.hits.length - this.refused} answered with 200`;
  }

  /** As much as goes through in `ms`. */
  async closed(webhooks: readonly Webhook[], ms: number): Promise<Round<Webhook>> {
    return this.#keep(await this.#target.closed(webhooks, ms));
  }

  /** Each webhook at its time. */
  async open(webhooks: readonly Webhook[], times: readonly number[]): Promise<Round<Webhook>> {
    return this.#keep(await this.#target.open(webhooks, times));
  }

  async #keep(round: Round<Webhook>): Promise<Round<Webhook>> {
    this.hits.push(...round.hits);
    await pause(settleMs);
    return round;
  }

  async stop(): Promise<void> {
    this.#target.close();
    await this.#served.stop();
  }
}

export type Contestants = {
  readonly limit: Contestant;
  /** The limit without the router of pages in front. */
  readonly bare: Contestant;
  readonly product: Contestant;
};
