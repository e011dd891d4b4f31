/**
 * Chooses whom conversations go to by themselves, one after the other for the whole place: who was given the last one of a
 * group, what was given and D1 does not count yet, and what waits for somebody. Kept by the Inbox object of shard 0.
 */
import { logFailure } from '../log.ts';
import { choose, roomOf, type Candidate, type Chosen, type Sought, type Turn } from './choice.ts';
import { readFacts, type Facts } from './facts.ts';

type Host = {
  readonly storage: DurableObjectStorage;
  readonly db: D1Database;
  /** Has a conversation ask again, and answers when it has; false: it waits for nobody any more. */
  offer(conversationId: string): Promise<boolean>;
};

type Asked = {
  readonly sought: Sought;
  readonly resolve: (chosen: Chosen) => void;
  readonly reject: (failure: unknown) => void;
};

/** How long what was given counts as somebody's although the index shows it otherwise: it was taken by hand meanwhile. */
const givenFor = 5 * 60 * 1000;
/** Conversations that are answered from one look at D1. */
const mostAtOnce = 200;
/** Conversations that are offered again at the same time, and in one go. */
const offeredTogether = 50;
const mostOffered = 1000;

type Given = { readonly conversationId: string; readonly personId: string; readonly was: string };

/** Who has how many, while a bunch of conversations is given away. */
class Load {
  readonly #active: Map<string, number>;

  constructor(active: ReadonlyMap<string, number>) {
    this.#active = new Map(active);
  }

  of(personId: string): number {
    return this.#active.get(personId) ?? 0;
  }

  add(personId: string, n: number): void {
    this.#active.set(personId, this.of(personId) + n);
  }
}

export class Chooser {
  readonly #host: Host;
  readonly #sql: SqlStorage;
  readonly #asked: Asked[] = [];
  /** One look at D1 at a time: what is known of what was given must not be newer than it. */
  #looking: Promise<unknown> = Promise.resolve();
  #choosing = false;
  #offering = false;
  /** Somebody freed up while others were offered. */
  #offersMore = false;

  /** The storage has the tables of ../inbox/migrations.ts. */
  constructor(host: Host) {
    this.#host = host;
    this.#sql = host.storage.sql;
  }

  /**
   * Whom a conversation goes to. Whoever asks meanwhile is answered from the next look at D1; the same conversation is given
   * to the same person again, in case the first answer was lost. @throws when D1 fails
   */
  async choose(sought: Sought): Promise<Chosen> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ sought, resolve, reject });
      void this.#work();
    });
  }

  async #work(): Promise<void> {
    if (this.#choosing) return;
    this.#choosing = true;
    while (this.#asked.length > 0) await this.#answer(this.#asked.splice(0, mostAtOnce));
    this.#choosing = false;
  }

  async #answer(asked: readonly Asked[]): Promise<void> {
    try {
      const answers = await this.#look(
        asked.map(({ sought }) => sought),
        (facts, load) => asked.map(({ sought }) => this.#give(sought, facts, load)),
      );
      answers.forEach((chosen, index) => asked[index]?.resolve(chosen));
    } catch (failure) {
      for (const { reject } of asked) reject(failure);
    }
  }

  /** Decides from one look at D1, with nothing in between and in one write. @throws when D1 fails */
  async #look<T>(
    about: readonly Pick<Sought, 'groupId' | 'assigneeId'>[],
    decide: (facts: Facts, load: Load) => T,
  ): Promise<T> {
    const look = async (): Promise<T> => {
      this.#sql.exec('DELETE FROM given WHERE at <= ?', Date.now() - givenFor);
      const facts = await readFacts(this.#host.db, {
        groups: about.flatMap(({ groupId }) => groupId ?? []),
        people: about.flatMap(({ assigneeId }) => assigneeId ?? []),
        given: this.#given().map(({ conversationId }) => conversationId),
      });
      return this.#host.storage.transactionSync(() => decide(facts, this.#loadBy(facts)));
    };
    const looked = this.#looking.then(look, look);
    this.#looking = looked;
    return looked;
  }

  /** All that was given, or what was given of one conversation. */
  #given(conversationId: string | null = null): Given[] {
    return this.#sql
      .exec<Given>(
        `SELECT conversation_id AS conversationId, person_id AS personId, was FROM given
        WHERE ?1 IS NULL OR conversation_id = ?1`,
        conversationId,
      )
      .toArray();
  }

  /** What the index counts, and what was given since: as long as it shows a conversation as whose it was before. */
  #loadBy({ active, owners }: Facts): Load {
    const load = new Load(active);
    for (const { conversationId, personId, was } of this.#given()) {
      const owner = owners.get(conversationId);
      if (owner === undefined || owner === was) load.add(personId, 1);
      else this.#sql.exec('DELETE FROM given WHERE conversation_id = ?', conversationId);
    }
    return load;
  }

  #give(sought: Sought, facts: Facts, load: Load): Chosen {
    const { conversationId, groupId, assigneeId, since } = sought;
    const group = groupId === null ? null : (facts.groups.get(groupId) ?? null);
    const assignee = assigneeId === null ? null : facts.presence(assigneeId);
    const plain = { group: group && { id: group.id, name: group.name }, assignee };
    const assigning = group?.assigning ?? 'off';
    this.#sql.exec('DELETE FROM waiting WHERE conversation_id = ?', conversationId);
    if (!group || assigning === 'off' || assignee === 'here') {
      return { ...plain, assigning, to: null, waits: false };
    }
    const to = this.#choose(sought, facts, load);
    // What is somebody's who is away stays theirs until they come back.
    const waits = to === null && assignee !== 'away';
    if (waits) this.#sql.exec('INSERT INTO waiting VALUES (?, ?, ?)', conversationId, group.id, since);
    return { ...plain, assigning, to: to && { id: to.id, name: to.name }, waits };
  }

  #choose({ conversationId, groupId, assigneeId }: Sought, facts: Facts, load: Load): Candidate | null {
    const candidates = this.#candidates(groupId ?? '', facts, load);
    const was = assigneeId ?? '';
    const [before] = this.#given(conversationId);
    const again = before?.was === was && candidates.find(({ id }) => id === before.personId);
    if (again) return again;
    const turn = this.#turnOf(groupId ?? '', facts);
    const to = turn && choose(candidates, turn);
    if (!to) return null;
    if (before) load.add(before.personId, -1);
    load.add(to.id, 1);
    this.#sql.exec(
      'INSERT OR REPLACE INTO given VALUES (?, ?, ?, ?)',
      conversationId,
      to.id,
      was,
      Date.now(),
    );
    this.#sql.exec('INSERT OR REPLACE INTO turn VALUES (?, ?)', groupId ?? '', to.id);
    return to;
  }

  #candidates(groupId: string, { members }: Facts, load: Load): Candidate[] {
    return (members.get(groupId) ?? []).map((one) => ({ ...one, active: load.of(one.id) }));
  }

  #turnOf(groupId: string, { groups }: Facts): Turn | null {
    const group = groups.get(groupId);
    if (!group) return null;
    const [row] = this.#sql
      .exec<{ last: string }>('SELECT last FROM turn WHERE group_id = ?', groupId)
      .toArray();
    return { assigning: group.assigning, most: group.most, last: row?.last ?? null };
  }

  /**
   * Has as many of those that wait ask again as somebody can be given now, the oldest first. Called when somebody frees up,
   * comes back, joins a group, and by the sweep; one call at a time.
   */
  async offerWaiting(): Promise<void> {
    this.#offersMore = true;
    if (this.#offering) return;
    this.#offering = true;
    try {
      for (let offered = 0; this.#offersMore && offered < mostOffered;) {
        this.#offersMore = false;
        const some = await this.#offerable();
        await Promise.all(some.map(async (id) => this.#offer(id)));
        offered += some.length;
        if (some.length > 0) this.#offersMore = true;
      }
    } catch (failure) {
      logFailure('assigning.offer-failed', failure);
    } finally {
      this.#offering = false;
    }
  }

  async #offerable(): Promise<readonly string[]> {
    const groups = this.#sql.exec<{ id: string }>('SELECT DISTINCT group_id AS id FROM waiting').toArray();
    if (groups.length === 0) return [];
    const about = groups.map(({ id }) => ({ groupId: id, assigneeId: null }));
    return this.#look(about, (facts, load) =>
      groups.flatMap(({ id }) => {
        const room = roomOf(this.#candidates(id, facts, load), this.#turnOf(id, facts));
        return this.#oldest(id, Math.min(room, offeredTogether));
      }),
    );
  }

  #oldest(groupId: string, limit: number): string[] {
    return this.#sql
      .exec<{ id: string }>(
        'SELECT conversation_id AS id FROM waiting WHERE group_id = ? ORDER BY at LIMIT ?',
        ...[groupId, limit],
      )
      .toArray()
      .map(({ id }) => id);
  }

  /** Asking again takes it from here, or puts it here again. */
  async #offer(conversationId: string): Promise<void> {
    if (await this.#host.offer(conversationId)) return;
    this.#sql.exec('DELETE FROM waiting WHERE conversation_id = ?', conversationId);
  }
}
