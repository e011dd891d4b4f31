/** What is asked of the place as a whole: leads, groups, views, what is kept, follow-ups, notices, letters, imports. */
import type { Filter } from '#domain/filter.ts';
import { writeAddress } from '#domain/filter-address.ts';
import type {
  Account,
  AccountEventsPage,
  Group,
  LeadStatus,
  Letter,
  LettersPage,
  ListQuery,
  ReplayAnswer,
  Tag,
  View,
} from '#domain/http.ts';
import type { FollowUpCounts, FollowUpsAnswer, FollowUpsQuery } from '#domain/http-follow-ups.ts';
import type { LeadCountsAnswer, LeadDropAnswer, LeadsPage } from '#domain/http-leads.ts';
import type { ImportPlan, ImportRun, ImportsAnswer } from '#domain/http-imports.ts';
import type { NoticeSettings, NoticesPage, ReadNotices } from '#domain/http-notices.ts';
import type { Member, MemberPatch, NewMember, TeamRow } from '#domain/http-team.ts';
import type { Person } from '#domain/message.ts';
import type { QuickReply, SavedInteractive } from '#domain/http-kept.ts';
import { Calling, type Outcome } from './calling.ts';

/** A query of the list, and where its page begins: at the top, after a cursor, or at a time (ms). */
export type ListRequest = Pick<ListQuery, 'tab' | 'sort' | 'filter'> &
  Partial<Readonly<{ cursor: string; from: number; limit: number }>>;
type ViewBody = Omit<View, 'id' | 'owner'>;
/** What is kept to be sent again, without its id and owner. */
type BodyOf<Kept extends { id: string; owner: string }> = Omit<Kept, 'id' | 'owner'>;

function after(cursor: string | null): string {
  return cursor === null ? '' : `?${new URLSearchParams({ cursor })}`;
}

/** Leads of both tabs, as an address of the API says it. */
export function leadsAddress(filter: Filter): string {
  return new URLSearchParams(writeAddress({ tab: null, sort: 'newest', filter })).toString();
}

export class PlaceApi extends Calling {
  /** A page of leads: of one status, or of several. */
  leads({ sort, filter, ...start }: Omit<ListRequest, 'tab'>): Promise<Outcome<LeadsPage>> {
    const query = new URLSearchParams(writeAddress({ tab: null, sort, filter }));
    for (const [name, value] of Object.entries(start)) query.set(name, String(value));
    return this.get(`/api/leads?${query}`);
  }

  /** Everybody who was ever here. */
  teamRows(): Promise<Outcome<readonly TeamRow[]>> {
    return this.get('/api/team');
  }

  addMember(member: NewMember): Promise<Outcome<Person>> {
    return this.post('/api/team', member);
  }

  changeMember(personId: string, patch: MemberPatch): Promise<Outcome<Member>> {
    return this.send('PATCH', `/api/team/${encodeURIComponent(personId)}`, patch);
  }

  leadCounts(filter: Filter): Promise<Outcome<LeadCountsAnswer>> {
    return this.get(`/api/leads/counts?${leadsAddress(filter)}`);
  }

  createLeadStatus(status: Omit<LeadStatus, 'id'>): Promise<Outcome<LeadStatus>> {
    return this.post('/api/lead-statuses', status);
  }

  changeLeadStatus({ id, ...status }: LeadStatus): Promise<Outcome<LeadStatus>> {
    return this.send('PUT', `/api/lead-statuses/${encodeURIComponent(id)}`, status);
  }

  /** The ids of all of them in their new order. */
  orderLeadStatuses(ids: readonly string[]): Promise<Outcome<readonly LeadStatus[]>> {
    return this.send('PUT', '/api/lead-statuses', { ids });
  }

  /** Some of what has it gets `to`; once nothing has it any more, it is gone. */
  dropLeadStatus(id: string, to: string | null): Promise<Outcome<LeadDropAnswer>> {
    const query = to === null ? '' : `?${new URLSearchParams({ to })}`;
    return this.drop(`/api/lead-statuses/${encodeURIComponent(id)}${query}`);
  }

  createGroup(group: Omit<Group, 'id'>): Promise<Outcome<Group>> {
    return this.post('/api/groups', group);
  }

  changeGroup({ id, ...group }: Group): Promise<Outcome<Group>> {
    return this.send('PUT', `/api/groups/${encodeURIComponent(id)}`, group);
  }

  deleteGroup(id: string): Promise<Outcome<unknown>> {
    return this.drop(`/api/groups/${encodeURIComponent(id)}`);
  }

  /** Where new conversations of an account go; null: to no group. */
  leadAccount(
    { channel, id }: Pick<Account, 'channel' | 'id'>,
    groupId: string | null,
  ): Promise<Outcome<Account>> {
    return this.send('PATCH', `/api/accounts/${channel}/${encodeURIComponent(id)}`, { groupId });
  }

  createTag(tag: Omit<Tag, 'id'>): Promise<Outcome<Tag>> {
    return this.post('/api/tags', tag);
  }

  createView(view: ViewBody): Promise<Outcome<View>> {
    return this.post('/api/views', view);
  }

  changeView(id: string, view: ViewBody): Promise<Outcome<View>> {
    return this.send('PUT', `/api/views/${encodeURIComponent(id)}`, view);
  }

  removeView(id: string): Promise<Outcome<unknown>> {
    return this.drop(`/api/views/${encodeURIComponent(id)}`);
  }

  /** Those that the caller sees. */
  quickReplies(): Promise<Outcome<readonly QuickReply[]>> {
    return this.get('/api/quick-replies');
  }

  createQuickReply(reply: BodyOf<QuickReply>): Promise<Outcome<QuickReply>> {
    return this.post('/api/quick-replies', reply);
  }

  changeQuickReply(id: string, reply: BodyOf<QuickReply>): Promise<Outcome<QuickReply>> {
    return this.send('PUT', `/api/quick-replies/${encodeURIComponent(id)}`, reply);
  }

  removeQuickReply(id: string): Promise<Outcome<unknown>> {
    return this.drop(`/api/quick-replies/${encodeURIComponent(id)}`);
  }

  /** Interactive messages of all channels. */
  library(): Promise<Outcome<readonly SavedInteractive[]>> {
    return this.get('/api/library');
  }

  createSaved(saved: BodyOf<SavedInteractive>): Promise<Outcome<SavedInteractive>> {
    return this.post('/api/library', saved);
  }

  changeSaved(id: string, saved: BodyOf<SavedInteractive>): Promise<Outcome<SavedInteractive>> {
    return this.send('PUT', `/api/library/${encodeURIComponent(id)}`, saved);
  }

  removeSaved(id: string): Promise<Outcome<unknown>> {
    return this.drop(`/api/library/${encodeURIComponent(id)}`);
  }

  /** A page of the follow-ups of all conversations. */
  followUps(query: FollowUpsQuery): Promise<Outcome<FollowUpsAnswer>> {
    const given = Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    );
    return this.get(`/api/follow-ups?${new URLSearchParams(given)}`);
  }

  followUpCounts(asked: Pick<FollowUpsQuery, 'scope' | 'zone'>): Promise<Outcome<FollowUpCounts>> {
    return this.get(`/api/follow-ups/counts?${new URLSearchParams(asked)}`);
  }

  /** What the caller is told of, newest first. */
  notices(cursor: string | null): Promise<Outcome<NoticesPage>> {
    return this.get(`/api/notices${after(cursor)}`);
  }

  readNotices(which: ReadNotices): Promise<Outcome<unknown>> {
    return this.post('/api/notices/read', which);
  }

  setNoticeSettings(settings: NoticeSettings): Promise<Outcome<NoticeSettings>> {
    return this.send('PUT', '/api/notices/settings', settings);
  }

  letters(cursor: string | null): Promise<Outcome<LettersPage>> {
    return this.get(`/api/letters${after(cursor)}`);
  }

  /** All that is kept of one. */
  letter(id: string): Promise<Outcome<Letter>> {
    return this.get(`/api/letters/${encodeURIComponent(id)}`);
  }

  replayLetter(id: string): Promise<Outcome<ReplayAnswer>> {
    return this.post(`/api/letters/${encodeURIComponent(id)}/replay`, {});
  }

  deleteLetter(id: string): Promise<Outcome<unknown>> {
    return this.drop(`/api/letters/${encodeURIComponent(id)}`);
  }

  accountEvents(cursor: string | null): Promise<Outcome<AccountEventsPage>> {
    return this.get(`/api/account-events${after(cursor)}`);
  }

  /** Imports of contacts, the newest first. */
  imports(): Promise<Outcome<ImportsAnswer>> {
    return this.get('/api/imports');
  }

  import(id: string): Promise<Outcome<ImportRun>> {
    return this.get(`/api/imports/${encodeURIComponent(id)}`);
  }

  /** Begins a dry run. */
  checkImport(id: string, plan: ImportPlan): Promise<Outcome<ImportRun>> {
    return this.post(`/api/imports/${encodeURIComponent(id)}/check`, plan);
  }

  runImport(id: string): Promise<Outcome<ImportRun>> {
    return this.post(`/api/imports/${encodeURIComponent(id)}/run`, {});
  }

  cancelImport(id: string): Promise<Outcome<ImportRun>> {
    return this.post(`/api/imports/${encodeURIComponent(id)}/cancel`, {});
  }
}
