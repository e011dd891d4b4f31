/** What a conversation tells the index: the contract between its object and the Inbox object. */
import type { Head } from '#domain/head.ts';
import type { Notice } from '#domain/notice.ts';
import type { FollowUp } from '#domain/panel.ts';
import type { Ownership } from '#domain/permission.ts';

/** The words of one message, for the search. */
export type Said = {
  readonly message: string;
  /** In ms. */
  readonly at: number;
  readonly text: string;
};

/** All follow-ups of a conversation, as they are since `rev`. */
export type FollowUps = { readonly rev: number; readonly all: readonly FollowUp[] };

export type Published = {
  readonly head: Head;
  /** What the list last knew of its owner; null for a new row. */
  readonly was: Ownership | null;
  /** When its alarm must have rung, for the sweep. */
  readonly dueAt: number | null;
  /** Messages that are new or say something else since the index last took this conversation. */
  readonly said: readonly Said[];
  /** Messages that say nothing any more. */
  readonly unsaid: readonly Pick<Said, 'message' | 'at'>[];
  /** Absent: none changed since the index last took this conversation. */
  readonly followUps?: FollowUps;
  /** Ids under which the customer may have been imported: to be looked for; absent: that was done. */
  readonly importedAs?: readonly string[];
  /** What people are to be told of; absent: nothing. */
  readonly notices?: readonly Notice[];
};
