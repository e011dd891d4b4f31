/** What the Worker is given: bindings, settings and secrets (wrangler.toml). */
import type { Conversation } from './conversation/object.ts';
import type { Import } from './imports/object.ts';
import type { Inbox } from './inbox/object.ts';
import type { Limiter } from './limiter/object.ts';
import type { Templates } from './templates/object.ts';

export type Env = {
  readonly ASSETS: Fetcher;
  readonly CONVERSATION: DurableObjectNamespace<Conversation>;
  readonly INBOX: DurableObjectNamespace<Inbox>;
  readonly LIMITER: DurableObjectNamespace<Limiter>;
  readonly TEMPLATES: DurableObjectNamespace<Templates>;
  readonly IMPORT: DurableObjectNamespace<Import>;
  readonly DB: D1Database;
  /** Files of messages (docs/decisions/0006-media.md). */
  readonly MEDIA: R2Bucket;
  /** Where the Graph API lives, without a version. */
  readonly GRAPH_URL: string;
  /** The same for accounts that use Instagram Login. */
  readonly INSTAGRAM_GRAPH_URL: string;
  readonly GRAPH_VERSION: string;
  /** This Worker's own public address without a slash at its end; '' where nobody has set it. */
  readonly PUBLIC_URL: string;
  /** Where objects are created: a Durable Object location hint. */
  readonly LOCATION_HINT: DurableObjectLocationHint;
  /** Over how many Inbox objects the list is spread, 1 to 64. One takes some 500 events a second. */
  readonly INBOX_SHARDS: string;
  /** Signs session cookies; at least 32 characters. */
  readonly AUTH_SECRET: string;
  /** JSON array of app secrets; a webhook signed with any of them is accepted, so that they can be rotated. */
  readonly META_APP_SECRETS: string;
  readonly META_VERIFY_TOKEN: string;
  /** JSON {"current": "2", "keys": {"1": base64 of 32 bytes, "2": …}}. */
  readonly SEAL_KEYS: string;
};
