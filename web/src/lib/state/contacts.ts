/** What the contact panel asks of a conversation besides the conversation itself. It comes with the panel. */
import type { FileKind } from '#domain/file-kinds.ts';
import type { AuditPage, FilesPage, OthersAnswer, UseCounts } from '#domain/http-contact.ts';
import type { LeadHistory } from '#domain/http-leads.ts';
import type { Position } from '#domain/message.ts';
import type { Api, Outcome } from '../api.ts';
import type { Session } from './session.svelte.ts';

type ContactsOptions = { readonly api: Pick<Api, 'ask'>; readonly session: Pick<Session, 'tell'> };

const at = (id: string, part: string): string => `/api/conversations/${encodeURIComponent(id)}/${part}`;

function query(part: Readonly<Record<string, string>>, before: Position | null): string {
  const place = before && { beforeAt: String(before.at), beforeSeq: String(before.seq) };
  return String(new URLSearchParams({ ...part, ...place }));
}

export class Contacts {
  readonly #options: ContactsOptions;

  constructor(options: ContactsOptions) {
    this.#options = options;
  }

  /** Each answers null when it could not be had. What a person asked for by hand is told then; the rest says so itself. */
  others(id: string): Promise<OthersAnswer | null> {
    return this.#read(at(id, 'others'));
  }

  files(id: string, kind: FileKind, before: Position | null): Promise<FilesPage | null> {
    return this.#read(at(id, `files?${query({ kind }, before)}`));
  }

  audit(id: string, before: Position | null): Promise<AuditPage | null> {
    return this.#read(at(id, `audit?${query({}, before)}`));
  }

  leads(id: string): Promise<LeadHistory | null> {
    return this.#read(at(id, 'leads'));
  }

  tagCounts(): Promise<UseCounts | null> {
    return this.#read('/api/tags/counts');
  }

  /** Says that `other` is of the same person. Answers whether it was done. */
  link(id: string, other: string): Promise<boolean> {
    return this.#do(this.#options.api.ask('POST', at(id, 'others'), { other }));
  }

  unlink(id: string, other: string): Promise<boolean> {
    return this.#do(this.#options.api.ask('DELETE', at(id, `others/${encodeURIComponent(other)}`)));
  }

  async #read<Value>(path: string): Promise<Value | null> {
    const outcome = await this.#options.api.ask<Value>('GET', path);
    return outcome.ok ? outcome.value : null;
  }

  async #do(asked: Promise<Outcome<unknown>>): Promise<boolean> {
    const outcome = await asked;
    if (!outcome.ok) this.#options.session.tell(outcome.failure);
    return outcome.ok;
  }
}
