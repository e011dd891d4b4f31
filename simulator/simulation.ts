/** What the parts of the simulator share: the object's storage, the way to tell the product, and the way to tell the pages. */
import type { WebhooksOut } from './webhooks/out.ts';

export type Simulation = {
  readonly sql: SqlStorage;
  readonly webhooks: WebhooksOut;
  /** Tells the open pages that something they show has changed. */
  readonly changed: () => void;
  /** Accepts the socket of a page. */
  readonly join: () => Response;
  /** Aborts when everything is reset: sends that hang on purpose let go. */
  readonly resetting: () => AbortSignal;
  /** Forgets everything. */
  readonly reset: () => void;
};
