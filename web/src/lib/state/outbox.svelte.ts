/**
 * What this person sent and the server has not answered yet. Kept on this device before anything is posted, so a reload,
 * a crash or a dead network loses nothing; posted again with the same client id, so nothing goes out twice. One at a time
 * per conversation, in order, by one tab at a time; all tabs show the same.
 */
import type { Draft } from '#domain/draft.ts';
import type { CommandBody } from '#domain/command.ts';
import type { CommandAnswer } from '#domain/http.ts';
import { isSignedOut, sentenceFor, type Api, type Failure, type Outcome } from '../api.ts';
import type { Alone } from '../live/alone.ts';
import { backoff } from '../live/backoff.ts';
import type { Timers } from '../live/socket.ts';
import type { Shelf } from './shelf.ts';

/** What can be written on this screen. */
export type Composed = Draft;

type Kept = {
  readonly clientId: string;
  readonly conversationId: string;
  /** When it was written, on the server's clock. */
  readonly at: number;
  /** Why the server will not have it; null while it waits. */
  readonly refusal: string | null;
  /** What kind of refusal that is, where the server said so. */
  readonly code?: string;
};
type WrittenReply = {
  readonly type: 'send';
  readonly draft: Composed;
  /** Id of the message that it answers. */
  readonly quotes?: string;
  readonly asHumanAgent?: true;
  /** When it shall leave, in ms; absent: now. */
  readonly sendAt?: number;
  /** The tab in which a file of it is still on its way to the server: it waits for that, and holds back what follows. */
  readonly uploadsIn?: string;
};
type WrittenComment = {
  readonly type: 'comment';
  readonly text: string;
  /** Ids of the people whom it names. */
  readonly mentions?: readonly string[];
};

export type Pending = Kept & (WrittenReply | WrittenComment);

export type OutboxOptions = {
  readonly api: Pick<Api, 'command'>;
  readonly shelf: Shelf;
  readonly personId: string;
  /** Keeps the other tabs of this browser away. */
  readonly alone: Alone;
  readonly timers: Timers;
  readonly now: () => number;
  readonly newId: () => string;
  readonly onAnswer: (conversationId: string, answer: CommandAnswer) => void;
  readonly onSignedOut: () => void;
};

type Written = { readonly conversationId: string } & (WrittenReply | WrittenComment);

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

/** What has to be there of each kind, so that it can be drawn and posted. The edge reads it whole. */
const needed: Readonly<Record<Composed['kind'], (draft: Fields) => boolean>> = {
  text: ({ text }) => typeof text === 'string',
  files: ({ text, files }) => typeof text === 'string' && Array.isArray(files),
  location: ({ latitude, longitude }) => typeof latitude === 'number' && typeof longitude === 'number',
  contacts: ({ contacts }) => Array.isArray(contacts),
  interactive: ({ text, action }) => typeof text === 'string' && isFields(action),
  template: ({ name, shown, values }) => typeof name === 'string' && isFields(shown) && isFields(values),
};

function isComposed(value: unknown): value is Composed {
  if (!isFields(value)) return false;
  const { kind } = value;
  return typeof kind === 'string' && Object.hasOwn(needed, kind) && needed[kind as Composed['kind']](value);
}

/** What was kept before replies could be more than a text. */
function renewed(value: Fields): Fields {
  const { text, ...rest } = value;
  const old = rest['type'] === 'send' && rest['draft'] === undefined && typeof text === 'string';
  return old ? { ...rest, draft: { kind: 'text', text } } : value;
}

function isPending(value: Fields): value is Fields & Pending {
  const { clientId, conversationId, type, at, refusal } = value;
  const known = typeof clientId === 'string' && typeof conversationId === 'string' && typeof at === 'number';
  if (!known || !(refusal === null || typeof refusal === 'string')) return false;
  return type === 'send'
    ? isComposed(value['draft'])
    : type === 'comment' && typeof value['text'] === 'string';
}

function parse(text: string | null): Pending | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    const fields = isFields(value) ? renewed(value) : null;
    return fields !== null && isPending(fields) ? fields : null;
  } catch {
    return null;
  }
}

/** What the server is asked; the same each time. */
function commandOf(item: Pending): CommandBody {
  const { clientId } = item;
  if (item.type === 'comment') {
    const { text, mentions } = item;
    return { type: 'comment', clientId, text, ...(mentions && { mentions: [...mentions] }) };
  }
  const { draft, quotes, asHumanAgent, sendAt } = item;
  return {
    type: 'send',
    clientId,
    draft,
    ...(quotes && { quotes }),
    ...(asHumanAgent && { asHumanAgent }),
    ...(sendAt !== undefined && { sendAt }),
  };
}

/** Too many requests: not a no, only later. */
function mayComeAgain(failure: Failure): boolean {
  return failure.kind === 'unreachable' || failure.status === 429 || isSignedOut(failure);
}

/** What is known of a key of the shelf. */
type Read = { readonly text: string; readonly item: Pending | null };

export class Outbox {
  items = $state.raw<readonly Pending[]>([]);
  readonly #options: OutboxOptions;
  readonly #prefix: string;
  /** Read already: the same text is the same object, so that it is not drawn again. */
  #read = new Map<string, Read>();
  readonly #posting = new Set<string>();
  /** Asked for while it was posted from: to be looked at once more. */
  readonly #wanted = new Set<string>();
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

  /** Reads what this device kept, and posts it. */
  load(): void {
    this.#look();
    this.wake();
  }

  /** Another tab wrote `key`. It posts that itself; should it go away before, this one does. */
  heard(key: string): void {
    if (!key.startsWith(this.#prefix)) return;
    this.#look();
    const item = this.#read.get(key)?.item;
    if (item && item.refusal === null) void this.#post(item.conversationId);
  }

  /** Takes something in and posts it as soon as its turn comes. Answers with its client id. */
  add(written: Written): string {
    const { newId, now } = this.#options;
    const last = this.items.at(-1)?.at ?? 0;
    const item = { ...written, clientId: newId(), at: Math.max(now(), last + 1), refusal: null };
    this.#keep(item);
    this.#look();
    void this.#post(written.conversationId);
    return item.clientId;
  }

  /** Forgets one that was refused. */
  discard(clientId: string): void {
    this.#options.shelf.remove(this.#prefix + clientId);
    this.#look();
  }

  /** Sends a refused one once more, as a new message. */
  again(item: Pending): void {
    this.discard(item.clientId);
    this.add(item);
  }

  /** What it waited for is on the server: it may go. */
  uploaded(clientId: string): void {
    const item = this.items.find((one) => one.clientId === clientId);
    if (item?.type !== 'send') return;
    const { uploadsIn: _, ...ready } = item;
    this.#replace(ready);
    void this.#post(item.conversationId);
  }

  /** Another tab uploads its file from now on. */
  uploadsIn(clientId: string, tab: string): void {
    const item = this.items.find((one) => one.clientId === clientId);
    if (item?.type === 'send') this.#replace({ ...item, uploadsIn: tab });
  }

  /** It cannot go, and why. What follows may. */
  refuse(clientId: string, refusal: string): void {
    const item = this.items.find((one) => one.clientId === clientId);
    if (!item) return;
    this.#replace({ ...item, refusal });
    void this.#post(item.conversationId);
  }

  /** The network may be back: tries now. */
  wake(): void {
    this.#tries = 0;
    this.#postAll();
  }

  /** Forgets everything of this person on this device. */
  wipe(): void {
    const { shelf } = this.#options;
    for (const key of shelf.keys(this.#prefix)) shelf.remove(key);
    this.#look();
  }

  /** Shows what the shelf holds: this tab's and the others'. */
  #look(): void {
    const { shelf } = this.#options;
    const before = this.#read;
    this.#read = new Map(
      shelf.keys(this.#prefix).map((key) => {
        const text = shelf.get(key) ?? '';
        const known = before.get(key);
        return [key, known?.text === text ? known : { text, item: parse(text) }];
      }),
    );
    const items = Array.from(this.#read.values(), ({ item }) => item).filter((item) => item !== null);
    this.items = items.sort((a, b) => a.at - b.at || (a.clientId < b.clientId ? -1 : 1));
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
    this.#wanted.add(conversationId);
    if (this.#posting.has(conversationId)) return;
    this.#posting.add(conversationId);
    try {
      while (this.#wanted.delete(conversationId))
        await this.#options.alone(this.#prefix + conversationId, () => this.#postAllOf(conversationId));
    } finally {
      this.#posting.delete(conversationId);
    }
  }

  async #postAllOf(conversationId: string): Promise<void> {
    for (;;) {
      // Another tab may have posted some while this one waited for its turn.
      this.#look();
      const next = this.of(conversationId).find((item) => item.refusal === null);
      if (!next || (next.type === 'send' && next.uploadsIn !== undefined)) return;
      const outcome = await this.#options.api.command(conversationId, commandOf(next));
      if (!this.#settle(next, outcome)) return;
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
    // It may be gone from this device: somebody signed out meanwhile.
    const code = failure.kind === 'refused' ? { code: failure.problem.code } : {};
    if (this.#read.has(this.#prefix + item.clientId))
      this.#replace({ ...item, ...code, refusal: sentenceFor(failure) });
    return true;
  }

  #replace(item: Pending): void {
    this.#keep(item);
    this.#look();
  }

  #later(): void {
    const { timers } = this.#options;
    if (this.#retry !== null) return;
    const delay = Math.max(500, backoff(this.#tries, timers.random()));
    this.#tries += 1;
    this.#retry = timers.set(() => this.#postAll(), delay);
  }
}
