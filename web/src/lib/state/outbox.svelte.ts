/**
 * What this person sent and the server has not answered yet. Kept on this device, so a reload or a dead network loses
 * nothing; posted again with the same client id, so nothing goes out twice. One at a time per conversation, in order.
 */
import type { CommandAnswer } from '#domain/http.ts';
import { isSignedOut, sentenceFor, type Api, type Failure, type Outcome } from '../api.ts';
import { backoff } from '../live/backoff.ts';
import type { Timers } from '../live/socket.ts';
import type { Shelf } from './shelf.ts';

export type Pending = {
  readonly clientId: string;
  readonly conversationId: string;
  readonly type: 'send' | 'comment';
  readonly text: string;
  /** When it was written, on the server's clock. */
  readonly at: number;
  /** Why the server will not have it; null while it waits. */
  readonly refusal: string | null;
};

export type OutboxOptions = {
  readonly api: Pick<Api, 'command'>;
  readonly shelf: Shelf;
  readonly personId: string;
  readonly timers: Timers;
  readonly now: () => number;
  readonly newId: () => string;
  readonly onAnswer: (conversationId: string, answer: CommandAnswer) => void;
  readonly onSignedOut: () => void;
};

type Written = Pick<Pending, 'conversationId' | 'type' | 'text'>;

function isPending(value: unknown): value is Pending {
  if (typeof value !== 'object' || value === null) return false;
  const { clientId, conversationId, type, text, at, refusal } = value as Record<string, unknown>;
  const texts = [clientId, conversationId, text].every((one) => typeof one === 'string');
  const refused = refusal === null || typeof refusal === 'string';
  return texts && refused && typeof at === 'number' && (type === 'send' || type === 'comment');
}

function parse(text: string | null): Pending | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return isPending(value) ? value : null;
  } catch {
    return null;
  }
}

/** Too many requests: not a no, only later. */
function mayComeAgain(failure: Failure): boolean {
  return failure.kind === 'unreachable' || failure.status === 429 || isSignedOut(failure);
}

export class Outbox {
  items = $state.raw<readonly Pending[]>([]);
  readonly #options: OutboxOptions;
  readonly #prefix: string;
  readonly #posting = new Set<string>();
  #tries = 0;
  #retry: number | null = null;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#prefix = `casement:outbox:${options.personId}:`;
  }

  /** What waits or was refused in one conversation, oldest first. */
  of(conversationId: string): readonly Pending[] {
    return this.items.filter((item) => item.conversationId === conversationId);
  }

  /** How many still wait to be answered. */
  get waiting(): number {
    return this.items.filter((item) => item.refusal === null).length;
  }

  /** Reads what this device kept, also when another tab changed it, and posts it. */
  load(): void {
    const { shelf } = this.#options;
    const kept = shelf.keys(this.#prefix).map((key) => parse(shelf.get(key)));
    const valid = kept.filter((item) => item !== null);
    this.items = valid.sort((a, b) => a.at - b.at || (a.clientId < b.clientId ? -1 : 1));
    this.wake();
  }

  /** Another tab wrote `key`. */
  heard(key: string): void {
    if (key.startsWith(this.#prefix)) this.load();
  }

  /** Takes a text in and posts it as soon as its turn comes. */
  add(written: Written): void {
    const { newId, now } = this.#options;
    const last = this.items.at(-1)?.at ?? 0;
    const item = { ...written, clientId: newId(), at: Math.max(now(), last + 1), refusal: null };
    this.#keep(item);
    this.items = [...this.items, item];
    void this.#post(written.conversationId);
  }

  /** Forgets one that was refused. */
  discard(clientId: string): void {
    this.#options.shelf.remove(this.#prefix + clientId);
    this.items = this.items.filter((item) => item.clientId !== clientId);
  }

  /** Sends a refused one once more, as a new message. */
  again(item: Pending): void {
    this.discard(item.clientId);
    this.add(item);
  }

  /** The network may be back: tries now. */
  wake(): void {
    this.#tries = 0;
    this.#postAll();
  }

  /** Forgets everything of this person on this device. */
  wipe(): void {
    for (const item of this.items) this.discard(item.clientId);
  }

  #keep(item: Pending): void {
    this.#options.shelf.set(this.#prefix + item.clientId, JSON.stringify(item));
  }

  #postAll(): void {
    if (this.#retry !== null) this.#options.timers.clear(this.#retry);
    this.#retry = null;
    for (const id of new Set(this.items.map((item) => item.conversationId))) void this.#post(id);
  }

  async #post(conversationId: string): Promise<void> {
    if (this.#posting.has(conversationId)) return;
    this.#posting.add(conversationId);
    try {
      for (;;) {
        const next = this.of(conversationId).find((item) => item.refusal === null);
        if (!next) return;
        const { type, clientId, text } = next;
        const outcome = await this.#options.api.command(conversationId, { type, clientId, text });
        if (!this.#settle(next, outcome)) return;
      }
    } finally {
      this.#posting.delete(conversationId);
    }
  }

  /** Whether the next one may go. */
  #settle(item: Pending, outcome: Outcome<CommandAnswer>): boolean {
    if (outcome.ok) {
      this.#tries = 0;
      this.#options.onAnswer(item.conversationId, outcome.value);
      this.discard(item.clientId);
      return true;
    }
    const { failure } = outcome;
    if (isSignedOut(failure)) this.#options.onSignedOut();
    else if (mayComeAgain(failure)) this.#later();
    if (mayComeAgain(failure)) return false;
    const refused = { ...item, refusal: sentenceFor(failure) };
    this.#keep(refused);
    this.items = this.items.map((one) => (one.clientId === item.clientId ? refused : one));
    return true;
  }

  #later(): void {
    const { timers } = this.#options;
    if (this.#retry !== null) return;
    const delay = Math.max(500, backoff(this.#tries, timers.random()));
    this.#tries += 1;
    this.#retry = timers.set(() => this.#postAll(), delay);
  }
}
