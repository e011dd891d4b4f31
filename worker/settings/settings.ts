/** Settings of the business. */
import { lt, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { Visibility } from '#domain/permission.ts';
import type { Env } from '../env.ts';
import { setting } from './tables.ts';

/** Sets what agents see. */
export async function setVisibility(env: Pick<Env, 'DB'>, value: Visibility): Promise<void> {
  await drizzle(env.DB)
    .insert(setting)
    .values({ name: 'visibility', value })
    .onConflictDoUpdate({ target: setting.name, set: { value } });
}

const reservedFor = 60_000;

/** Whether `name` is now the caller's alone: of several at the same time, one gets it. Lapses after a minute. */
export async function reserve(env: Pick<Env, 'DB'>, name: string, now: number): Promise<boolean> {
  const lapsed = lt(sql`CAST(${setting.value} AS INTEGER)`, now - reservedFor);
  const { meta } = await drizzle(env.DB)
    .insert(setting)
    .values({ name: `reserved:${name}`, value: String(now) })
    .onConflictDoUpdate({ target: setting.name, set: { value: String(now) }, setWhere: lapsed });
  return meta.changes > 0;
}
