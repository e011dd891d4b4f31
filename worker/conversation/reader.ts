/** What people and the index read of a conversation. Whoever may not see it learns nothing of it. */
import type { AroundPage, ConversationView, HistoryPage } from '#domain/http.ts';
import type { LeadHistory } from '#domain/http-leads.ts';
import type { WithinAnswer } from '#domain/http-within.ts';
import type { Head } from '#domain/head.ts';
import type { Position } from '#domain/message.ts';
import { can, refuse, type Actor } from '#domain/permission.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Published } from '../inbox/published.ts';
import { pictureKey } from '../media/keys.ts';
import type { TemplateLine } from '../templates/templates.ts';
import { placeOfFile } from './chores.ts';
import { gather, type GatheredPage, type Sought } from './gathered.ts';
import { followUpsOf } from './publisher.ts';
import { publicScheduled, type State } from './state.ts';
import type { Store } from './store.ts';
import type { SaidPage } from './timeline.ts';
import { searchWithin } from './within.ts';

export type Refused = { readonly refusal: Refusal };
export type Within = WithinAnswer | Refused;
/** Where a file of a message lies in the bucket. */
export type FilePlace = { readonly key: string; readonly name?: string };

export const notFound: Refused = { refusal: { code: 'conversation-not-found' } };
const noMessage: Refused = { refusal: { code: 'message-not-found' } };

type Host = {
  readonly id: string;
  readonly store: Store;
  state(): State | null;
  dueAt(): number | null;
};

export class Reader {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  view(actor: Actor): ConversationView | Refused {
    const state = this.#host.state();
    const refused = this.#refuseSeeing(actor);
    if (refused || !state) return refused ?? notFound;
    const { store } = this.#host;
    const rest = { scheduled: publicScheduled(state), panel: store.panel(), now: Date.now() };
    return { head: state.head, ...store.timeline.page(), ...rest };
  }

  history(actor: Actor, before: Position): HistoryPage | Refused {
    return this.#refuseSeeing(actor) ?? this.#host.store.timeline.page(before);
  }

  historyAfter(actor: Actor, after: Position): AroundPage | Refused {
    return this.#refuseSeeing(actor) ?? this.#host.store.timeline.pageAfter(after);
  }

  /** A message with what stands before and after it. */
  around(actor: Actor, messageId: string): AroundPage | Refused {
    return this.#refuseSeeing(actor) ?? this.#host.store.timeline.around(messageId) ?? noMessage;
  }

  /** All leads there were, and what happened to them. */
  leads(actor: Actor): LeadHistory | Refused {
    const refused = this.#refuseSeeing(actor);
    if (refused) return refused;
    const { store } = this.#host;
    return { leads: store.panel().leads, lines: store.timeline.ofLeads() };
  }

  /** Messages by what they say (B-39). */
  async within(actor: Actor, q: string): Promise<Within> {
    const { timeline } = this.#host.store;
    const read = timeline.wordy.bind(timeline);
    return this.#refuseSeeing(actor) ?? searchWithin(read, q);
  }

  /** Files, links, or what was done here, before `before`. */
  gathered(actor: Actor, what: Sought, before: Position | null): GatheredPage | Refused {
    const { timeline } = this.#host.store;
    const from = before ?? undefined;
    const rows = what === 'audit' ? timeline.lines(from) : timeline.backwards(from);
    return this.#refuseSeeing(actor) ?? gather(rows, what);
  }

  /** The first message at `at` (ms) or later, with what stands around it. */
  from(actor: Actor, at: number): AroundPage | Refused {
    return this.#refuseSeeing(actor) ?? this.#host.store.timeline.from(at);
  }

  /** Where a file lies, for those who may see the conversation. `slot` as in `FileSource`, or `picture`. */
  fileOf(actor: Actor, messageId: string, slot: string): FilePlace | Refused {
    const refused = this.#refuseSeeing(actor);
    if (refused) return refused;
    const { id, store } = this.#host;
    if (slot === 'picture') return { key: pictureKey(id) };
    const message = store.message(messageId);
    return (message && placeOfFile(message, id, slot)) ?? noMessage;
  }

  /** The head, for those who may see it. */
  headFor(actor: Actor): Head | null {
    const head = this.#host.state()?.head;
    return head && can(actor, 'conversation.see', head) ? head : null;
  }

  rawOf(actor: Actor, messageId: string): { readonly raw: string | null } | Refused {
    const head = this.#host.state()?.head;
    const refusal = head ? refuse(actor, 'conversation.raw', head) : notFound.refusal;
    if (refusal) return { refusal };
    const message = this.#host.store.message(messageId);
    return message ? { raw: message.raw ?? null } : noMessage;
  }

  /** Where a template of this person would go; null for who may not reply, and for one that went already. */
  templateLine(actor: Actor, clientId: string): TemplateLine | null {
    const head = this.#host.state()?.head;
    if (!head || !can(actor, 'conversation.reply', head)) return null;
    if (this.#host.store.message(clientId)) return null;
    const { channel, accountId, optedOut = false } = head;
    return { channel, accountId, optedOut };
  }

  indexed(): Published | null {
    const state = this.#host.state();
    if (!state) return null;
    const followUps = followUpsOf(state, this.#host.store);
    return { head: state.head, was: null, dueAt: this.#host.dueAt(), said: [], unsaid: [], followUps };
  }

  saidPage(after: Position | null, limit: number): SaidPage {
    return this.#host.state()
      ? this.#host.store.timeline.said(after, limit)
      : { said: [], unsaid: [], next: null };
  }

  #refuseSeeing(actor: Actor): Refused | null {
    const head = this.#host.state()?.head;
    return head && can(actor, 'conversation.see', head) ? null : notFound;
  }
}
