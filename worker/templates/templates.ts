/** What screens and sends ask of templates: the list of an account, reading it anew, and whether a draft fits. */
import type { Channel } from '#domain/channel.ts';
import type { TemplatesAnswer } from '#domain/http-kept.ts';
import type { Refusal } from '#domain/refusal.ts';
import { shownOf, type TemplateDraft } from '#domain/template-draft.ts';
import { misfitOf } from '#domain/template-fit.ts';
import { accessOf, type Access } from '../accounts/accounts.ts';
import { effectOf } from '../accounts/effect-of.ts';
import type { ChannelEvent } from '../channels/channel.ts';
import type { Env } from '../env.ts';
import { inboxShard } from '../inbox/stub.ts';
import { logFailure } from '../log.ts';
import type { Templates } from './object.ts';
import { findSync, findTemplate, hasUnread, listTemplates, mostListed } from './store.ts';
import { templateOf } from './template.ts';

type Named = { readonly channel: Channel; readonly id: string };
type Owner = { readonly channel: 'whatsapp' | 'messenger'; readonly id: string };
type NotFound = { readonly refusal: Refusal };

const day = 24 * 60 * 60 * 1000;

const none: TemplatesAnswer = { templates: [], syncedAt: 0, sentence: null, stale: false };
const ownerless =
  'Casement was not told the WhatsApp business account of this number, so it cannot read its templates. An admin connects the number again with the id of that account.';

function objectOf(env: Env, { channel, id }: Owner): DurableObjectStub<Templates> {
  return env.TEMPLATES.getByName(`${channel}:${id}`, { locationHint: env.LOCATION_HINT });
}

/** Whose templates an account sends; null where it sends none. */
function ownerOf({ channel, accountId, parentId, utilityTemplates }: Access): Owner | null {
  if (channel === 'whatsapp') return parentId === '' ? null : { channel, id: parentId };
  return channel === 'messenger' && utilityTemplates ? { channel, id: accountId } : null;
}

async function answerFor(env: Env, { channel, id }: Owner, now: number): Promise<TemplatesAnswer> {
  const [rows, sync, unread] = await Promise.all([
    listTemplates(env.DB, id),
    findSync(env.DB, id),
    hasUnread(env.DB, id),
  ]);
  const cut = rows.length < mostListed ? null : `Only the first ${mostListed} templates are listed here.`;
  return {
    templates: rows.map((row) => templateOf(channel, row)),
    syncedAt: sync.syncedAt,
    sentence: sync.sentence ?? cut,
    stale: unread || now - sync.syncedAt > day,
  };
}

/**
 * The templates of an account as they are known here, after reading them from Meta where `reading` says so; old ones with a
 * sentence where Meta does not give them. `now` in ms.
 * @throws when D1 does not answer
 */
export async function templatesFor(
  env: Env,
  named: Named,
  { reading, now }: { readonly reading: boolean; readonly now: number },
): Promise<TemplatesAnswer | NotFound> {
  const access = await accessOf(env, named, now);
  if (!access) return { refusal: { code: 'not-found' } };
  const owner = ownerOf(access);
  if (!owner) return { ...none, sentence: access.channel === 'whatsapp' ? ownerless : null };
  if (reading) await objectOf(env, owner).read(named.id);
  return answerFor(env, owner, now);
}

/** Where a template is to be sent, and whether the customer wants no marketing. */
export type TemplateLine = {
  readonly channel: Channel;
  readonly accountId: string;
  readonly optedOut: boolean;
};

const refused = (channel: Channel, problem: string): Refusal => ({
  code: 'draft-not-allowed',
  channel,
  problem,
});

async function checked(
  env: Env,
  { channel, accountId, optedOut }: TemplateLine,
  draft: TemplateDraft,
): Promise<TemplateDraft | Refusal> {
  const now = Date.now();
  const access = await accessOf(env, { channel, id: accountId }, now);
  const owner = access && ownerOf(access);
  if (!owner) return draft;
  const { name, language } = draft;
  const row = await findTemplate(env.DB, { ownerId: owner.id, name, language });
  if (!row) {
    const { syncedAt } = await findSync(env.DB, owner.id);
    const unknown = `Meta has no template ${name} in ${language}. Choose another one, or read the templates again.`;
    return syncedAt === 0 ? draft : refused(channel, unknown);
  }
  // Its form is not known before it was read.
  if (row.components === null && row.status === '') return draft;
  const template = templateOf(owner.channel, row);
  const problem = misfitOf(template, draft.values, now);
  if (problem !== null) return refused(channel, problem);
  if (optedOut && template.category === 'marketing') {
    const sentence = 'This customer wants no marketing messages. Choose a template of another category.';
    return refused(channel, sentence);
  }
  return template.unusable === null ? { ...draft, shown: shownOf(template, draft.values) } : draft;
}

/**
 * The draft with what the customer will see of it, by the template as it is known here; or why it does not fit. What
 * is not known here passes: then Meta's own answer decides. Also while D1 fails.
 */
export async function checkTemplate(
  env: Env,
  line: TemplateLine,
  draft: TemplateDraft,
): Promise<TemplateDraft | Refusal> {
  try {
    return await checked(env, line, draft);
  } catch (failure) {
    logFailure('template.unreadable', failure, { accountId: line.accountId });
    return draft;
  }
}

/**
 * Meta told of templates, and D1 has it: pages that show them look again, and what is not known here, or says something
 * else now, is read. Never throws: nothing is lost that the next reading does not bring.
 */
export async function heedTemplates(env: Env, events: readonly ChannelEvent[]): Promise<void> {
  const told = events.flatMap((event) => {
    if (event.type !== 'account' || event.channel === 'instagram') return [];
    const effect = effectOf(event);
    const { channel } = event;
    return effect?.type === 'template'
      ? [{ channel, id: effect.ownerId, again: effect.reworded === true }]
      : [];
  });
  const owners = new Map(told.map(({ channel, id }) => [id, { channel, id }]));
  try {
    for (const owner of owners.values()) {
      await inboxShard(env, 0).templatesChanged(owner.id);
      const reworded = told.some(({ id, again }) => again && id === owner.id);
      if (reworded || (await hasUnread(env.DB, owner.id))) await objectOf(env, owner).readSoon();
    }
  } catch (failure) {
    logFailure('templates.not-heeded', failure);
  }
}
