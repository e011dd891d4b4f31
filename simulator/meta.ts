/** The object that plays Meta. There is one, and it holds all state. */
import { DurableObject } from 'cloudflare:workers';
import type { Hono } from 'hono';
import { createApp } from './app.ts';
import { Live } from './live.ts';
import { markTaken } from './phones/messages.ts';
import type { Simulation } from './simulation.ts';
import { emptyTables, makeTables } from './tables.ts';
import { WebhooksOut } from './webhooks/out.ts';

export type Env = { readonly META: DurableObjectNamespace<Meta> };

export class Meta extends DurableObject<Env> {
  readonly #app: Hono;
  readonly #webhooks: WebhooksOut;

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    const { storage } = context;
    makeTables(storage.sql);
    const live = new Live(context);
    const changed = () => live.changed();
    this.#webhooks = new WebhooksOut({ storage, changed, told: (wamids) => markTaken(storage.sql, wamids) });
    this.#app = createApp(simulate(storage, this.#webhooks, live));
  }

  override async fetch(request: Request): Promise<Response> {
    return this.#app.fetch(request);
  }

  override async alarm(): Promise<void> {
    await this.#webhooks.run();
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    // 1005, 1006 and 1015 may be received but not sent.
    socket.close([1005, 1006, 1015].includes(code) ? 1000 : code);
  }
}

function simulate(storage: DurableObjectStorage, webhooks: WebhooksOut, live: Live): Simulation {
  let current = new AbortController();
  const changed = () => live.changed();
  return {
    sql: storage.sql,
    webhooks,
    changed,
    join: () => live.join(),
    resetting: () => current.signal,
    reset() {
      emptyTables(storage.sql);
      current.abort();
      current = new AbortController();
      changed();
    },
  };
}
