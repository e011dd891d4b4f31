/** What filters, menus and rows call by name: tags, lead statuses, groups, people, accounts. */
import type { Attribute } from '#domain/attribute.ts';
import type { Account, Colleague, Group, LeadStatus, Me, Tag, TagColour } from '#domain/http.ts';
import type { Head } from '#domain/head.ts';
import type { Person } from '#domain/message.ts';
import type { Api } from '../api.ts';
import type { Session } from './session.svelte.ts';

type DirectoryOptions = {
  readonly api: Pick<Api, 'createTag'>;
  readonly session: Session;
};

function byId<Named extends { readonly id: string }>(named: readonly Named[]): ReadonlyMap<string, Named> {
  return new Map(named.map((one) => [one.id, one]));
}

export class Directory {
  readonly #options: DirectoryOptions;
  readonly #me: Me = $derived.by(() => this.#options.session.me);
  readonly tags: readonly Tag[] = $derived(this.#me.tags);
  readonly leads: readonly LeadStatus[] = $derived(this.#me.leads);
  readonly groups: readonly Group[] = $derived(this.#me.groups);
  readonly team: readonly Colleague[] = $derived(this.#me.team);
  readonly accounts: readonly Account[] = $derived(this.#me.accounts);
  readonly attributes: readonly Attribute[] = $derived(this.#me.attributes);
  readonly #tagsById = $derived(byId(this.tags));
  readonly #leadsById = $derived(byId(this.leads));
  readonly #groupsById = $derived(byId(this.groups));
  readonly #teamById = $derived(byId(this.team));

  constructor(options: DirectoryOptions) {
    this.#options = options;
  }

  /** The tag; null for one that is not here any more. So the others. */
  tag(id: string): Tag | null {
    return this.#tagsById.get(id) ?? null;
  }

  lead(id: string): LeadStatus | null {
    return this.#leadsById.get(id) ?? null;
  }

  group(id: string): Group | null {
    return this.#groupsById.get(id) ?? null;
  }

  person(id: string): Person | null {
    return this.#teamById.get(id) ?? null;
  }

  /** Somebody by the name that they have now; who is not here any more keeps the one that they had. */
  named<Somebody extends Person>(person: Somebody): Somebody {
    const name = this.#teamById.get(person.id)?.name ?? person.name;
    return name === person.name ? person : { ...person, name };
  }

  /** The same head with its assignee as they are called now. */
  headed(head: Head): Head {
    const assignee = head.assignee && this.named(head.assignee);
    return assignee === head.assignee ? head : { ...head, assignee };
  }

  /** Makes a tag; null when it was refused, and then that was told. */
  async createTag(name: string, colour: TagColour): Promise<Tag | null> {
    const { api, session } = this.#options;
    const outcome = await api.createTag({ name, colour });
    if (!outcome.ok) {
      session.tell(outcome.failure);
      return null;
    }
    const tag = outcome.value;
    session.change((me) => ({ ...me, tags: [...me.tags.filter((one) => one.id !== tag.id), tag] }));
    return tag;
  }
}
