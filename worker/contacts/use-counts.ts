/** How often tags and attributes are used. Asked when somebody looks, never kept: nothing pays for it otherwise. */
import type { Filter } from '#domain/filter.ts';
import type { UseCounts } from '#domain/http-contact.ts';
import type { Actor } from '#domain/permission.ts';
import { directoryOf } from '../directory/directory.ts';
import type { Env } from '../env.ts';
import { boundedCounts } from '../inbox/counts.ts';

type Place = Pick<Env, 'DB'>;
type Used = { readonly id: string };

/** Those that are counted: beyond, nobody reads the numbers. Each reads a hundred rows at most. */
const most = 50;

/** Of the conversations that `actor` may see, archived or not. */
async function countsOf(
  { DB: db }: Place,
  actor: Actor,
  { all, filterOf }: { all: readonly Used[]; filterOf: (id: string) => Filter },
): Promise<UseCounts> {
  const counted = all.slice(0, most);
  const asker = { actor, tab: null, now: Date.now() };
  const counts = await boundedCounts(
    db,
    counted.map(({ id }) => ({ filter: filterOf(id), asker })),
  );
  return Object.fromEntries(
    counted.flatMap(({ id }, at) => {
      const count = counts[at];
      return count ? [[id, count]] : [];
    }),
  );
}

/** How many conversations carry each tag. */
export async function tagCounts(env: Place, actor: Actor): Promise<UseCounts> {
  const { tags } = await directoryOf(env);
  return countsOf(env, actor, { all: tags, filterOf: (id) => ({ tags: [id] }) });
}

/** How many conversations have a value of each attribute. */
export async function attributeCounts(env: Place, actor: Actor): Promise<UseCounts> {
  const { attributes } = await directoryOf(env);
  return countsOf(env, actor, { all: attributes, filterOf: (id) => ({ attributes: [id] }) });
}
