/** Effects of account events (effect-of.ts) as D1 statements, and what the sender asks of them. */
import { and, eq, or, sql, type SQL } from 'drizzle-orm';
import type { BatchItem } from 'drizzle-orm/batch';
import { drizzle } from 'drizzle-orm/d1';
import type { Env } from '../env.ts';
import { logFailure } from '../log.ts';
import { languageOf, type Effect, type TemplateEffect, type TroubleEffect } from './effect-of.ts';
import { account, templateState } from './tables.ts';
import { troubleText } from './trouble.ts';

type Write = {
  readonly effect: Effect;
  /** Holds while the event was not here before: a repeat changes nothing. */
  readonly isNew: SQL;
};

/** The stored trouble's time; 0 for none, and for text of another age. */
const troubleSince = sql`CASE WHEN json_valid(${account.trouble}) THEN json_extract(${account.trouble}, '$.at') ELSE 0 END`;

function setTrouble(db: D1Database, effect: TroubleEffect, { isNew }: Omit<Write, 'effect'>) {
  const { channel, accountId, at, sentence, until } = effect;
  return drizzle(db)
    .update(account)
    .set({ trouble: troubleText({ at, sentence, until }) })
    .where(
      and(
        eq(account.channel, channel),
        or(eq(account.id, accountId), eq(account.parentId, accountId)),
        sql`coalesce(${troubleSince}, 0) <= ${at}`,
        isNew,
      ),
    );
}

/** Meta's times of webhooks are whole seconds, ours are not: within one second the webhook is the newer word. */
export const metaSecond = 1000;

/**
 * Only a newer status replaces a status, and nothing that was read from Meta later gives way to a webhook. Category and
 * quality have no time of their own here and follow in the order in which they came: nothing is decided by them. A template
 * that is not known here yet becomes a row that was never read.
 */
function setTemplate(db: D1Database, effect: TemplateEffect, { isNew }: Omit<Write, 'effect'>) {
  const { ownerId, name, language, at, status, category, quality } = effect;
  const told = {
    ...(status && { status: status.word, reason: status.reason, changedAt: at }),
    ...(category && { category }),
    ...(quality && { quality }),
  };
  const row = { ownerId, name, language, status: '', changedAt: 0, ...told };
  const insert = drizzle(db).insert(templateState).values(row);
  if (Object.keys(told).length === 0) return insert.onConflictDoNothing();
  const { changedAt, syncedAt } = templateState;
  return insert.onConflictDoUpdate({
    target: [templateState.ownerId, templateState.name, templateState.language],
    set: told,
    setWhere: and(
      isNew,
      sql`coalesce(${syncedAt}, 0) <= ${at + metaSecond}`,
      status && sql`${changedAt} <= ${at}`,
    ),
  });
}

/** The statement that brings an effect about; nothing when something newer is known already. */
export function writeEffect(db: D1Database, { effect, ...rest }: Write): BatchItem<'sqlite'> {
  return effect.type === 'trouble' ? setTrouble(db, effect, rest) : setTemplate(db, effect, rest);
}

type TemplateName = { readonly ownerId: string; readonly name: string; readonly language: string };

/**
 * Meta's last word on a template, in capitals (APPROVED, PAUSED…). Null when Meta told nothing of it, and when D1 does not
 * answer: then Meta's own answer to the send decides.
 */
export async function templateStatus(env: Pick<Env, 'DB'>, asked: TemplateName): Promise<string | null> {
  const { ownerId, name, language, status } = templateState;
  try {
    const [row] = await drizzle(env.DB)
      .select({ status })
      .from(templateState)
      .where(and(eq(ownerId, asked.ownerId), eq(name, asked.name), eq(language, languageOf(asked.language))));
    return row?.status || null;
  } catch (failure) {
    logFailure('template.unreadable', failure, { ownerId: asked.ownerId });
    return null;
  }
}
