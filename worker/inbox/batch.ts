/** What comes together to D1: of several states of a conversation the newest counts, and all that was said. */
import type { Head } from '#domain/head.ts';
import type { Published } from './published.ts';

/** A conversation published its state, or (null) goes from the index. */
export type Job = {
  readonly id: string;
  readonly published: Published | null;
  /** Told when D1 has it (true), or did not take it (false). */
  readonly done: (taken: boolean) => void;
};

/** What is to be done about one conversation. */
export type Item = { readonly id: string; readonly published: Published | null };

/** What a batch changed. */
export type Written = { readonly before: Head | null; readonly after: Head | null };

const mostRows = 200;
/** Characters; D1 takes no value of more than 2 MB, and a character may be several bytes. */
const mostText = 500_000;

function sizeOf({ published }: Job): number {
  if (!published) return 0;
  const { head, said } = published;
  return said.reduce((sum, { text }) => sum + text.length, 2 * JSON.stringify(head).length);
}

/** Takes as many jobs from the front of `waiting` as one batch takes; at least one. */
export function takeJobs(waiting: Job[]): Job[] {
  const ids = new Set<string>();
  let size = 0;
  const end = waiting.findIndex((job, index) => {
    ids.add(job.id);
    size += sizeOf(job);
    return index > 0 && (ids.size > mostRows || size > mostText);
  });
  return waiting.splice(0, end === -1 ? waiting.length : end);
}

type Words = Pick<Published, 'said' | 'unsaid'>;

/** The later word about a message counts; one whose time was changed stands in two places. */
function wordsOf(earlier: Words, later: Words): Words {
  const keyOf = ({ message, at }: { message: string; at: number }): string => `${at} ${message}`;
  const said = new Map(earlier.said.map((one) => [keyOf(one), one]));
  const unsaid = new Map(earlier.unsaid.map((one) => [keyOf(one), one]));
  for (const one of later.unsaid) {
    said.delete(keyOf(one));
    unsaid.set(keyOf(one), one);
  }
  for (const one of later.said) {
    unsaid.delete(keyOf(one));
    said.set(keyOf(one), one);
  }
  return { said: [...said.values()], unsaid: [...unsaid.values()] };
}

function together(one: Published, other: Published): Published {
  const [earlier, later] = one.head.rev <= other.head.rev ? [one, other] : [other, one];
  const notices = [...(earlier.notices ?? []), ...(later.notices ?? [])];
  return { ...later, was: one.was, ...wordsOf(earlier, later), ...(notices.length > 0 && { notices }) };
}

/** One item a conversation. One that goes is not there any more, whatever else it said. */
export function itemsOf(jobs: readonly Job[]): Item[] {
  const items = new Map<string, Item>();
  for (const { id, published } of jobs) {
    const before = items.get(id);
    if (!before) items.set(id, { id, published });
    else if (!published || !before.published) items.set(id, { id, published: null });
    else items.set(id, { id, published: together(before.published, published) });
  }
  return [...items.values()];
}

/** What `items` change where `stored` is; nothing where the index has the same or newer. */
export function changesOf(items: readonly Item[], stored: ReadonlyMap<string, Head>): (Item & Written)[] {
  return items.flatMap((item) => {
    const before = stored.get(item.id) ?? null;
    const after = item.published?.head ?? null;
    const changes = after ? before === null || before.rev < after.rev : before !== null;
    return changes ? [{ ...item, before, after }] : [];
  });
}

/** Those of `items` that say something; a conversation with many words tells them under one rev, one after another. */
export function speaking(items: readonly Item[], stored: ReadonlyMap<string, Head>): Published[] {
  return items.flatMap(({ id, published }) => {
    if (!published || published.said.length + published.unsaid.length === 0) return [];
    return (stored.get(id)?.rev ?? 0) <= published.head.rev ? [published] : [];
  });
}
