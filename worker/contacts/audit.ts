/** The audit of one contact: the lines of its timeline, and what leaves none, in one order. */
import { z } from 'zod';
import type { AuditPage, AuditRow } from '#domain/http-contact.ts';
import type { Position } from '#domain/message.ts';
import type { Actor } from '#domain/permission.ts';
import { deedsOf } from '../audit/audit.ts';
import { conversationStub } from '../conversation/id.ts';
import type { GatheredPage } from '../conversation/gathered.ts';
import type { Refused } from '../conversation/reader.ts';
import type { Env } from '../env.ts';

const particulars = z.object({ name: z.string() });

function linkOf(body: string): string {
  const read = particulars.safeParse(JSON.parse(body));
  return read.success ? read.data.name : '';
}

/** A page of what was done before `before`, newest first. */
export async function auditOf(
  env: Env,
  actor: Actor,
  { id, before }: { readonly id: string; readonly before: Position | null },
): Promise<AuditPage | Refused> {
  const page: GatheredPage | Refused = await conversationStub(env, id).gathered(actor, 'audit', before);
  if ('refusal' in page) return page;
  const span = { about: id, from: page.next?.at ?? 0, before: before?.at ?? Number.MAX_SAFE_INTEGER };
  const deeds = (await deedsOf(env, span)).map((deed): AuditRow => ({
    id: deed.id,
    at: deed.at,
    seq: 0,
    by: { id: deed.personId, name: deed.personName },
    happening: { what: deed.what === 'contact.linked' ? 'linked' : 'unlinked', name: linkOf(deed.body) },
  }));
  const lines = page.found.flatMap((one) => ('happening' in one ? [one] : []));
  return { found: [...lines, ...deeds].sort((a, b) => b.at - a.at || b.seq - a.seq), next: page.next };
}
