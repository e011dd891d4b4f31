/** The groups as an admin edits them: drafts beside what is saved, until all of it is saved or discarded. */
import { mostCap, type Assigning } from '#domain/assigning.ts';
import type { Account, Group } from '#domain/http.ts';
import { sentenceFor, type Api, type Failure, type Outcome } from '../api.ts';
import { t } from '../words/en-settings.ts';
import type { Session } from './session.svelte.ts';

/** Stands for the group that is being made. */
export const newGroup = 'new';

export type GroupDraft = {
  readonly name: string;
  readonly members: readonly string[];
  readonly assigning: Assigning;
  /** As it is typed; '' for none. */
  readonly most: string;
  /** Keys of accounts whose new conversations go there. */
  readonly accounts: readonly string[];
};

type GroupsOptions = {
  readonly api: Pick<Api, 'createGroup' | 'changeGroup' | 'deleteGroup' | 'leadAccount'>;
  readonly session: Session;
};

export const keyOf = ({ channel, id }: Pick<Account, 'channel' | 'id'>): string => `${channel}:${id}`;

const blank: GroupDraft = { name: '', members: [], assigning: 'off', most: '', accounts: [] };

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each) => other.includes(each));
}

/** How many things of a draft are others than saved. */
function changesOf(draft: GroupDraft, saved: GroupDraft): number {
  const same = [
    draft.name.trim() === saved.name,
    sameSet(draft.members, saved.members),
    draft.assigning === saved.assigning,
    draft.most.trim() === saved.most,
    sameSet(draft.accounts, saved.accounts),
  ];
  return same.filter((one) => !one).length;
}

/** What keeps a draft from being saved, in a sentence by field. */
export type Problems = { readonly name?: string; readonly most?: string };

function problemsOf({ name, most }: GroupDraft): Problems {
  const number = Number(most);
  const isNumber = most.trim() === '' || (Number.isInteger(number) && number >= 1 && number <= mostCap);
  return {
    ...(name.trim() === '' && { name: t('groups.name-empty') }),
    ...(!isNumber && { most: t('groups.most-wrong', { most: mostCap }) }),
  };
}

export class Groups {
  /** Only what is edited. */
  #drafts = $state.raw<ReadonlyMap<string, GroupDraft>>(new Map());
  /** Problems are shown once saving was tried. */
  tried = $state(false);
  saving = $state(false);
  /** What the edge said against a draft. */
  #refused = $state.raw<ReadonlyMap<string, string>>(new Map());
  readonly #options: GroupsOptions;

  constructor(options: GroupsOptions) {
    this.#options = options;
  }

  get all(): readonly Group[] {
    return this.#options.session.me.groups;
  }

  get accounts(): readonly Account[] {
    return this.#options.session.me.accounts;
  }

  /** What is edited, or what is saved. */
  draft(id: string): GroupDraft {
    return this.#drafts.get(id) ?? this.#saved(id);
  }

  edit(id: string, part: Partial<GroupDraft>): void {
    this.#drafts = new Map([...this.#drafts, [id, { ...this.draft(id), ...part }]]);
    this.#refused = new Map([...this.#refused].filter(([one]) => one !== id));
  }

  isChanged(id: string): boolean {
    return this.#drafts.has(id) && (id === newGroup || changesOf(this.draft(id), this.#saved(id)) > 0);
  }

  /** How many things are not saved, of all groups. */
  get changes(): number {
    return [...this.#drafts].reduce((sum, [id, draft]) => sum + changesOf(draft, this.#saved(id)), 0);
  }

  problems(id: string): Problems {
    return this.tried && this.isChanged(id) ? problemsOf(this.draft(id)) : {};
  }

  refused(id: string): string | null {
    return this.#refused.get(id) ?? null;
  }

  discard(): void {
    this.#drafts = new Map();
    this.#refused = new Map();
    this.tried = false;
  }

  /** Saves everything that is changed. Answers the id of the first that could not be saved; null: all are. */
  async save(): Promise<{ readonly stuck: string | null; readonly made: string | null }> {
    this.tried = true;
    let stuck: string | null = null;
    let made: string | null = null;
    if (this.saving) return { stuck, made };
    this.saving = true;
    for (const [id, draft] of this.#drafts) {
      const saved = this.isChanged(id) ? await this.#saveOne(id, draft) : id;
      if (saved === null) stuck ??= id;
      else this.#drafts = new Map([...this.#drafts].filter(([one]) => one !== id));
      if (id === newGroup) made = saved;
    }
    this.saving = false;
    if (stuck === null) this.tried = false;
    return { stuck, made };
  }

  /** Whether it is gone. */
  async remove(id: string): Promise<boolean> {
    const { api, session } = this.#options;
    const outcome = await api.deleteGroup(id);
    if (!outcome.ok) {
      session.tell(outcome.failure);
      return false;
    }
    this.#drafts = new Map([...this.#drafts].filter(([one]) => one !== id));
    session.change((me) => ({
      ...me,
      groups: me.groups.filter((group) => group.id !== id),
      accounts: me.accounts.map((one) => (one.groupId === id ? { ...one, groupId: null } : one)),
    }));
    return true;
  }

  #saved(id: string): GroupDraft {
    const group = this.all.find((one) => one.id === id);
    if (!group) return blank;
    const { name, members, assigning, most } = group;
    const accounts = this.accounts.filter(({ groupId }) => groupId === id).map(keyOf);
    return { name, members, assigning, most: most === null ? '' : String(most), accounts };
  }

  /** The id of the group; null when it could not be saved. */
  async #saveOne(id: string, draft: GroupDraft): Promise<string | null> {
    if (Object.keys(problemsOf(draft)).length > 0) return null;
    const { api, session } = this.#options;
    const { name, members, assigning, most } = draft;
    const body = { name: name.trim(), members, assigning, most: most.trim() === '' ? null : Number(most) };
    const outcome = await (id === newGroup ? api.createGroup(body) : api.changeGroup({ id, ...body }));
    const group = this.#valueOf(id, outcome);
    if (!group) return null;
    session.change((me) => ({ ...me, groups: withGroup(me.groups, group) }));
    return (await this.#lead(id, group.id, draft.accounts)) ? group.id : null;
  }

  /** Accounts begin or stop to lead to a group, one by one. */
  async #lead(id: string, groupId: string, keys: readonly string[]): Promise<boolean> {
    const { api, session } = this.#options;
    for (const account of this.accounts) {
      const leads = keys.includes(keyOf(account));
      if (leads === (account.groupId === groupId)) continue;
      const changed = this.#valueOf(id, await api.leadAccount(account, leads ? groupId : null));
      if (!changed) return false;
      const isIt = (one: Account): boolean => keyOf(one) === keyOf(changed);
      session.change((me) => ({ ...me, accounts: me.accounts.map((one) => (isIt(one) ? changed : one)) }));
    }
    return true;
  }

  #valueOf<Value>(id: string, outcome: Outcome<Value>): Value | null {
    if (outcome.ok) return outcome.value;
    this.#refuse(id, outcome.failure);
    return null;
  }

  #refuse(id: string, failure: Failure): void {
    this.#refused = new Map([...this.#refused, [id, sentenceFor(failure)]]);
  }
}

function withGroup(groups: readonly Group[], group: Group): readonly Group[] {
  const others = groups.filter(({ id }) => id !== group.id);
  return [...others, group].sort((a, b) => a.name.localeCompare(b.name));
}
