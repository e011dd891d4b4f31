/** The groups as an admin edits them. */
import { mostCap, type Assigning } from '#domain/assigning.ts';
import type { Account, Group } from '#domain/http.ts';
import type { Api } from '../api.ts';
import { t } from '../words/en-settings.ts';
import { among } from './among.ts';
import { Editing, newOne } from './editing.svelte.ts';
import type { Session } from './session.svelte.ts';

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

/** What keeps a draft from being saved, in a sentence by field. */
type Problems = { readonly name: string; readonly most: string };

export class Groups extends Editing<GroupDraft, Problems> {
  readonly #options: GroupsOptions;

  constructor(options: GroupsOptions) {
    super();
    this.#options = options;
  }

  get all(): readonly Group[] {
    return this.#options.session.me.groups;
  }

  get accounts(): readonly Account[] {
    return this.#options.session.me.accounts;
  }

  /** Whether it is gone. */
  async remove(id: string): Promise<boolean> {
    const { api, session } = this.#options;
    const outcome = await api.deleteGroup(id);
    if (!outcome.ok) {
      session.tell(outcome.failure);
      return false;
    }
    this.forget(id);
    session.change((me) => ({
      ...me,
      groups: me.groups.filter((group) => group.id !== id),
      accounts: me.accounts.map((one) => (one.groupId === id ? { ...one, groupId: null } : one)),
    }));
    return true;
  }

  protected override saved(id: string): GroupDraft {
    const group = this.all.find((one) => one.id === id);
    if (!group) return blank;
    const { name, members, assigning, most } = group;
    const accounts = this.accounts.filter(({ groupId }) => groupId === id).map(keyOf);
    return { name, members, assigning, most: most === null ? '' : String(most), accounts };
  }

  protected override changesOf(draft: GroupDraft, saved: GroupDraft): number {
    const same = [
      draft.name.trim() === saved.name,
      sameSet(draft.members, saved.members),
      draft.assigning === saved.assigning,
      draft.most.trim() === saved.most,
      sameSet(draft.accounts, saved.accounts),
    ];
    return same.filter((one) => !one).length;
  }

  protected override problemsOf({ name, most }: GroupDraft): Partial<Problems> {
    const number = Number(most);
    const isNumber = most.trim() === '' || (Number.isInteger(number) && number >= 1 && number <= mostCap);
    return {
      ...(name.trim() === '' && { name: t('groups.name-empty') }),
      ...(!isNumber && { most: t('groups.most-wrong', { most: mostCap }) }),
    };
  }

  protected override async store(id: string, draft: GroupDraft): Promise<string | null> {
    const { api, session } = this.#options;
    const { name, members, assigning, most } = draft;
    const body = { name: name.trim(), members, assigning, most: most.trim() === '' ? null : Number(most) };
    const outcome = await (id === newOne ? api.createGroup(body) : api.changeGroup({ id, ...body }));
    const group = this.valueOf(id, outcome);
    if (!group) return null;
    session.change((me) => ({ ...me, groups: among(me.groups, group) }));
    return (await this.#lead(id, group.id, draft.accounts)) ? group.id : null;
  }

  /** Accounts begin or stop to lead to a group, one by one. */
  async #lead(id: string, groupId: string, keys: readonly string[]): Promise<boolean> {
    const { api, session } = this.#options;
    for (const account of this.accounts) {
      const leads = keys.includes(keyOf(account));
      if (leads === (account.groupId === groupId)) continue;
      const changed = this.valueOf(id, await api.leadAccount(account, leads ? groupId : null));
      if (!changed) return false;
      const isIt = (one: Account): boolean => keyOf(one) === keyOf(changed);
      session.change((me) => ({ ...me, accounts: me.accounts.map((one) => (isIt(one) ? changed : one)) }));
    }
    return true;
  }
}
