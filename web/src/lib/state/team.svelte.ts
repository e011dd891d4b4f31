/** The team as an admin sees and changes it: the live directory, with what only the page of the team tells. */
import type { Colleague, Group } from '#domain/http.ts';
import type { Member, MemberPatch, NewMember, Receiver, TeamRow } from '#domain/http-team.ts';
import { isSignedOut, sentenceFor, type Api, type Failure } from '../api.ts';
import { among } from './among.ts';
import type { Session } from './session.svelte.ts';

type TeamOptions = {
  readonly api: Pick<Api, 'teamRows' | 'addMember' | 'changeMember'>;
  readonly session: Session;
};

/** What an edge said against a change of somebody. */
export type Refused = { readonly id: string; readonly sentence: string };

const byName = (one: TeamRow, other: TeamRow): number =>
  Number(other.active) - Number(one.active) || one.name.localeCompare(other.name);

const groupsOf = (groups: readonly Group[], id: string): string[] =>
  groups.filter(({ members }) => members.includes(id)).map((group) => group.id);

/** Somebody as they are now: the directory has active people only. */
function asNow({ away: _was, ...row }: TeamRow, live: Colleague | undefined): TeamRow {
  return live ? { ...row, ...live, active: true } : { ...row, active: false };
}

/** The team with what became of somebody. */
function withMember(team: readonly Colleague[], { active, ...colleague }: Member): readonly Colleague[] {
  return active ? among(team, colleague) : team.filter(({ id }) => id !== colleague.id);
}

export class Team {
  #told: readonly TeamRow[];
  /** Why the last change was refused, and of whom. */
  refused = $state.raw<Refused | null>(null);
  readonly #options: TeamOptions;
  /** Active people first, then by name. */
  readonly rows: readonly TeamRow[] = $derived.by(() => {
    const { team, groups } = this.#options.session.me;
    const live = new Map(team.map((one) => [one.id, one]));
    const known = this.#told.map((row) => asNow(row, live.get(row.id)));
    const fresh = team.filter(({ id }) => !this.#told.some((row) => row.id === id));
    const added = fresh.map((one): TeamRow => ({ ...one, active: true, email: '', groups: [], open: 0 }));
    return [...known, ...added].map((row) => ({ ...row, groups: groupsOf(groups, row.id) })).sort(byName);
  });

  constructor(rows: readonly TeamRow[], options: TeamOptions) {
    this.#told = $state.raw(rows);
    this.#options = options;
  }

  /** Whether nobody else could do what admins do. */
  isLastAdmin(id: string): boolean {
    return !this.rows.some((row) => row.id !== id && row.active && row.role === 'admin');
  }

  /** Reads again what only the edge knows: e-mails, and how much each has open. What cannot be read stays as it was. */
  async read(): Promise<void> {
    const outcome = await this.#options.api.teamRows();
    if (outcome.ok) this.#told = outcome.value;
    else if (isSignedOut(outcome.failure)) this.#options.session.leave();
  }

  /** Null when they are there; else why not. */
  async add(member: NewMember): Promise<string | null> {
    const outcome = await this.#options.api.addMember(member);
    if (!outcome.ok) return this.#sentence(outcome.failure);
    const { id, name } = outcome.value;
    this.#take({ id, name, role: member.role, active: true });
    await this.read();
    return null;
  }

  /** Whether it was done; else `refused` says why. */
  async change(id: string, patch: MemberPatch): Promise<boolean> {
    const outcome = await this.#options.api.changeMember(id, patch);
    if (outcome.ok) this.#take(outcome.value);
    const sentence = outcome.ok ? null : this.#sentence(outcome.failure);
    this.refused = sentence === null ? null : { id, sentence };
    return outcome.ok;
  }

  /** Deactivates, and has all that is open handed over, in one step. */
  async deactivate(id: string, handTo: Receiver): Promise<boolean> {
    return this.change(id, { active: false, handTo });
  }

  #take(member: Member): void {
    this.#options.session.change((me) => ({ ...me, team: withMember(me.team, member) }));
  }

  #sentence(failure: Failure): string {
    if (isSignedOut(failure)) this.#options.session.leave();
    return sentenceFor(failure);
  }
}
