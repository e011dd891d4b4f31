/**
 * Imported contacts and their conversations: a contact is a row in D1 until somebody opens it or the customer writes. What
 * customers write never waits for that (docs/architecture.md).
 */
import { can, type Actor } from '#domain/permission.ts';
import { whatsAppName } from '../channels/names.ts';
import { headOfContact, type Contact } from '../contacts/contact.ts';
import { markTaken, waitingContacts } from '../contacts/contacts.ts';
import type { Env } from '../env.ts';
import { inboxStub } from '../inbox/stub.ts';
import { logFailure } from '../log.ts';
import { movePins } from '../views/pins.ts';
import type { Change } from './change.ts';
import { beginFromContact, takeContact } from './decide-import.ts';
import { newState } from './ingest.ts';
import type { State } from './state.ts';
import type { Store } from './store.ts';

export type ArrivalHost = {
  readonly id: string;
  readonly env: Env;
  readonly store: Store;
  state(): State | null;
  transact(decide: (change: Change) => void): void;
  /** Takes events in where nothing may be yet. */
  apply(batch: { readonly start: State; readonly steps: readonly ((change: Change) => void)[] }): unknown;
};

const ownedByNobody = { assignee: null, groupId: null };

export class Arrival {
  readonly #host: ArrivalHost;

  constructor(host: ArrivalHost) {
    this.#host = host;
  }

  /** Nothing is here, and `actor` asks for it: it may be a contact who waits. */
  async begin(actor: Actor): Promise<void> {
    const { id, env } = this.#host;
    if (!this.#isEmpty() || !can(actor, 'conversation.see', ownedByNobody)) return;
    try {
      const contact = (await waitingContacts(env, [id])).get(id);
      const name = whatsAppName(contact?.phone.slice(1));
      if (!contact || !name || !this.#isEmpty()) return;
      const start = newState(id, contact, contact.facts.at);
      this.#host.apply({ start, steps: [(change) => beginFromContact(change, contact, name)] });
      await markTaken(env, [id], Date.now());
    } catch (failure) {
      logFailure('conversation.contact-unreadable', failure, { id });
    }
  }

  /** The customer writes here, and was imported as these. Doing it again does nothing. @throws when D1 does not answer */
  async take(contacts: readonly Contact[]): Promise<void> {
    const { id, env } = this.#host;
    this.#host.transact((change) => {
      for (const contact of contacts) takeContact(change, contact);
    });
    for (const contact of contacts.filter((one) => one.id !== id)) await this.#unlist(contact);
    await markTaken(
      env,
      contacts.map((one) => one.id),
      Date.now(),
    );
  }

  #isEmpty(): boolean {
    return this.#host.state() === null && this.#host.store.signpost() === null;
  }

  /** The conversation has the id of another name: the contact's own row goes. */
  async #unlist(contact: Contact): Promise<void> {
    const { id, env } = this.#host;
    await movePins(env, contact.id, id);
    if (!(await inboxStub(env, contact.id).remove(headOfContact(contact)))) {
      throw new Error('The row of a contact stayed in the list.');
    }
  }
}
