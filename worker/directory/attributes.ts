/** Which attributes customers and conversations have. */
import { asc } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { Env } from '../env.ts';
import { attribute } from './tables.ts';

const columns = {
  id: attribute.id,
  name: attribute.name,
  type: attribute.type,
  of: attribute.of,
  options: attribute.options,
  required: attribute.required,
  filterable: attribute.filterable,
};

/** The statement that reads all of them, in the order of the panel. */
export const attributesOf = (env: Pick<Env, 'DB'>) =>
  drizzle(env.DB).select(columns).from(attribute).orderBy(asc(attribute.position), asc(attribute.name));
