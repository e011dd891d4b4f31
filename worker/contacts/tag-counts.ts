/** How often tags are used, for who chooses one. Asked when somebody does, never kept: nothing pays for it otherwise. */
import type { TagCounts } from '#domain/http-contact.ts';
import type { Actor } from '#domain/permission.ts';
import { directoryOf } from '../directory/directory.ts';
import type { Env } from '../env.ts';
import { boundedCounts } from '../inbox/counts.ts';

/** Tags that are counted: beyond, nobody reads the numbers. Each reads a hundred rows at most. */
const most = 40;

/** Of the conversations that `actor` may see, archived or not. */
export async function tagCounts(env: Pick<Env, 'DB'>, actor: Actor): Promise<TagCounts> {
  const { tags } = await directoryOf(env);
  const counted = tags.slice(0, most);
  const asker = { actor, tab: null, now: Date.now() };
  const counts = await boundedCounts(
    env.DB,
    counted.map(({ id }) => ({ filter: { tags: [id] }, asker })),
  );
  return Object.fromEntries(
    counted.flatMap(({ id }, at) => {
      const count = counts[at];
      return count ? [[id, count]] : [];
    }),
  );
}
