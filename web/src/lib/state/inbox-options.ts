/** What the list is made with. */
import type { Head } from '#domain/head.ts';
import type { ListPage } from '#domain/http.ts';
import type { Api } from '../api.ts';
import type { LinesOptions } from './lines.ts';
import type { Query } from './place.ts';
import type { StageOptions } from './stage.svelte.ts';

export type InboxOptions = LinesOptions &
  StageOptions & {
    readonly api: Pick<Api, 'list' | 'conversation'>;
    readonly sync: (now: number) => void;
    readonly onSignedOut: () => void;
    /** Rows that are others now. */
    readonly onRows?: (rows: readonly Head[]) => void;
    /** Templates of a WhatsApp business account or page are others now. */
    readonly onTemplates: (owner: string) => void;
    /** The list is, or is no longer, being fetched again after a line was gone; so many more changed meanwhile. */
    readonly onCatchingUp: (busy: boolean, missed: number) => void;
  };

/** What the server drew. */
export type InboxStart = {
  readonly page: ListPage;
  readonly query: Query;
  /** Ids of pinned conversations, and the heads of those of them that the page may lack. */
  readonly pins: ReadonlySet<string>;
  readonly pinned: readonly Head[];
};
