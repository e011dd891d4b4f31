/** The templates that an account may send, as the edge knows them; kept while a picker shows them, and told when they change. */
import type { Head } from '#domain/head.ts';
import type { TemplatesAnswer } from '#domain/http-kept.ts';
import { isSignedOut, sentenceFor, type Api, type Outcome } from '../api.ts';
import type { Session } from './session.svelte.ts';

export type TemplateLine = Pick<Head, 'channel' | 'accountId'>;

export type TemplateList = {
  /** Null until it has come. */
  readonly answer: TemplatesAnswer | null;
  /** Whether Meta is being asked. */
  readonly reading: boolean;
  /** Why the edge gave none; null when it did. */
  readonly sentence: string | null;
};

export type TemplatesOptions = {
  readonly api: Pick<Api, 'templates' | 'readTemplates'>;
  readonly session: Pick<Session, 'account' | 'leave'>;
};

const nothing: TemplateList = { answer: null, reading: false, sentence: null };
const keyOf = ({ channel, accountId }: TemplateLine): string => `${channel}:${accountId}`;

export class Templates {
  #lists = $state.raw<ReadonlyMap<string, TemplateList>>(new Map());
  /** What pickers show now. */
  readonly #watched = new Map<string, TemplateLine>();
  readonly #options: TemplatesOptions;

  constructor(options: TemplatesOptions) {
    this.#options = options;
  }

  of(line: TemplateLine): TemplateList {
    return this.#lists.get(keyOf(line)) ?? nothing;
  }

  /** A picker opens: what is known comes at once, and Meta is asked where that is old. Returns how to say that it closed. */
  watch(line: TemplateLine): () => void {
    const key = keyOf(line);
    this.#watched.set(key, line);
    void this.#load(line).then((answer) => (answer?.stale ? this.read(line) : undefined));
    return () => this.#watched.delete(key);
  }

  /** Asks Meta; what was known stays meanwhile. */
  async read(line: TemplateLine): Promise<void> {
    if (this.of(line).reading) return;
    this.#put(line, { reading: true });
    this.#take(line, await this.#options.api.readTemplates(line));
    this.#put(line, { reading: false });
  }

  /** Templates of a WhatsApp business account or page are others now. */
  heard(owner: string): void {
    for (const line of this.#watched.values()) if (this.#ownerOf(line) === owner) void this.#load(line);
  }

  #ownerOf({ channel, accountId }: TemplateLine): string | undefined {
    if (channel !== 'whatsapp') return accountId;
    return this.#options.session.account({ channel, accountId })?.parentId;
  }

  async #load(line: TemplateLine): Promise<TemplatesAnswer | null> {
    return this.#take(line, await this.#options.api.templates(line));
  }

  #take(line: TemplateLine, outcome: Outcome<TemplatesAnswer>): TemplatesAnswer | null {
    if (outcome.ok) {
      this.#put(line, { answer: outcome.value, sentence: null });
      return outcome.value;
    }
    if (isSignedOut(outcome.failure)) this.#options.session.leave();
    this.#put(line, { sentence: sentenceFor(outcome.failure) });
    return null;
  }

  #put(line: TemplateLine, part: Partial<TemplateList>): void {
    this.#lists = new Map(this.#lists).set(keyOf(line), { ...this.of(line), ...part });
  }
}
