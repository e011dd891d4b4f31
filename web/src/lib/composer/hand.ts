/** What the tools of the composer may do: to what is written, and to send something of their own. */
import type { FileType } from '#domain/content.ts';
import type { Head } from '#domain/head.ts';
import type { Desk } from '../state/desk.ts';
import type { Mode } from '../state/drafts.svelte.ts';
import type { Composed } from '../state/outbox.svelte.ts';
import type { Thread } from '../state/thread.svelte.ts';

export type Hand = {
  /** What the page shares: who writes, what time it is, what is kept to be sent again. */
  readonly desk: Desk;
  readonly thread: Thread;
  readonly head: Head;
  readonly mode: Mode;
  /** What is written now. */
  readonly text: string;
  /** Whether a reply may leave now, or when the network is back. */
  readonly mayReply: boolean;
  /** The field, while there is one. */
  readonly field: HTMLTextAreaElement | undefined;
  /** Puts `text` in place of what stands from `from` to `to`; the caret stands behind it. Undo of the browser works. */
  replace(from: number, to: number, text: string): void;
  /** Puts `text` in place of what is selected. */
  insert(text: string): void;
  /** Sends a message of its own beside what is written, at once or at `sendAt` (ms). Answers with its id. */
  send(draft: Composed, sendAt?: number): string;
  /** Sends what is written and attached; at `sendAt` (ms) if that is given. */
  sendWritten(sendAt?: number): void;
  attach(files: readonly File[]): void;
  /** Sends a file as a message of its own, at once; it goes out when it is uploaded. */
  sendFile(file: File, type: FileType): void;
  /** Puts the caret into the field. */
  focus(): void;
};
