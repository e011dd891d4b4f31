/** What is asked of the list: every sort with every single filter, and the pairs that people ask for most. */
import { sorts, type Filter, type Sort } from '#domain/filter.ts';
import type { Tab } from '#domain/http.ts';
import { now } from './people.ts';

const day = 24 * 3_600_000;

const singles: Readonly<Record<string, Filter>> = {
  'no filter': {},
  'agent: me': { agents: ['me'] },
  'agent: none': { agents: ['none'] },
  'agent: three': { agents: ['agent-3', 'agent-4', 'agent-5'] },
  group: { groups: ['group-2'] },
  'group: none': { groups: ['none'] },
  'lead: common': { leads: ['new'] },
  'lead: rare': { leads: ['archived'] },
  'status: new': { statuses: ['new'] },
  'tag: common': { tags: ['tag-0'] },
  'tag: rare': { tags: ['tag-48'] },
  'tag: any of three': { tags: ['tag-1', 'tag-20', 'tag-40'] },
  channel: { channels: ['instagram'] },
  account: { accounts: ['whatsapp:number-2'] },
  'window: open': { windows: ['open'] },
  'window: 1 h': { windows: ['1h'] },
  'window: 3 h': { windows: ['3h'] },
  'window: 12 h': { windows: ['12h'] },
  'window: expired': { windows: ['expired'] },
  'window: FEP': { windows: ['free'] },
  unread: { unread: true },
  unanswered: { unanswered: true },
  'last message: a week': { lastFrom: now - 9 * day, lastTo: now - 2 * day },
  'created: a month': { createdFrom: now - 90 * day, createdTo: now - 60 * day },
  'broadcast: read': { broadcasts: ['broadcast-3:read'] },
  'broadcast: any replied': { broadcasts: ['any:replied'] },
  template: { templates: ['template_4'] },
  'ad source': { ads: ['ad-7'] },
  'attribute: size': { attributes: ['size=M'] },
  'attribute: city': { attributes: ['city=city-120'] },
  'follow-up: overdue': { followUps: ['overdue'] },
  'follow-up: any': { followUps: ['any'] },
  'failed send': { failed: true },
};

const { unread, unanswered } = singles;
const me: Filter = { agents: ['me'] };
const nobody: Filter = { agents: ['none'] };
const open: Filter = { windows: ['open'] };

/** The twenty likeliest pairs. */
const pairs: Readonly<Record<string, Filter>> = {
  'me + unread': { ...me, ...unread },
  'me + unanswered': { ...me, ...unanswered },
  'me + open': { ...me, ...open },
  'me + 3 h': { ...me, windows: ['3h'] },
  'me + overdue': { ...me, followUps: ['overdue'] },
  'me + failed': { ...me, failed: true },
  'me + tag': { ...me, tags: ['tag-2'] },
  'me + lead': { ...me, leads: ['qualified'] },
  'me + expired': { ...me, windows: ['expired'] },
  'nobody + unanswered': { ...nobody, ...unanswered },
  'nobody + unread': { ...nobody, ...unread },
  'nobody + channel': { ...nobody, channels: ['whatsapp'] },
  'nobody + open': { ...nobody, ...open },
  'nobody + group': { ...nobody, groups: ['group-1'] },
  'group + unanswered': { groups: ['group-3'], ...unanswered },
  'tag + open': { tags: ['tag-5'], ...open },
  'tag + lead': { tags: ['tag-10'], leads: ['contacted'] },
  'channel + unread': { channels: ['messenger'], ...unread },
  'broadcast replied + unanswered': { broadcasts: ['any:replied'], ...unanswered },
  'lead + last week': { leads: ['qualifying'], lastFrom: now - 7 * day },
};

export type Case = { readonly name: string; readonly tab: Tab; readonly sort: Sort; readonly filter: Filter };

/** All of them on the tab with the most rows of that kind. */
export function cases(): Case[] {
  const all = { ...singles, ...pairs };
  return Object.entries(all).flatMap(([name, filter]) =>
    sorts.flatMap((sort) => (['active', 'archived'] as const).map((tab) => ({ name, tab, sort, filter }))),
  );
}
