/**
 * Every route, and who may. A new route needs one line: of a conversation `of(WHO)`, of the place `place(WHO)`, of everybody
 * `anybody()`, and what to ask with where nothing would be refused.
 */
import type { RefusalCode } from '#domain/refusal.ts';
import { post } from '../../testing/door.ts';
import type { Place } from './place.ts';
import {
  admins,
  adminsOf,
  itsAgent,
  looking,
  managers,
  signedIn,
  type PlaceRight,
  type Right,
} from './rights.ts';

/** A part of an address, or what makes one anew for every attempt. */
type Part = string | ((place: Place) => Promise<string>);
type Asking = {
  readonly body?: object | ((place: Place) => object);
  readonly query?: string;
  /** What stands for `:name` in the path; `:id` of a conversation is known. */
  readonly at?: Readonly<Record<string, Part>>;
  /** What whoever may is told all the same, as the example names something that is not there. */
  readonly then?: RefusalCode;
  readonly upgrade?: true;
  /** Everybody is answered; whether the answer shows the conversation is what matters. */
  readonly shows?: (answer: string, id: string) => boolean;
  /** Uses the session up: asked with one of its own. */
  readonly ends?: true;
};
const importPlan = {
  ...{
    accountId: 'x',
    country: 'BR',
    separator: ',',
    header: true,
    columns: ['phone'],
    tags: [],
    lead: 'new',
  },
  dates: 'day-first',
};
export type Route = Asking &
  (
    | { readonly of: 'conversation'; readonly who: Right }
    | { readonly of: 'place'; readonly who: PlaceRight }
    | { readonly of: 'anybody' }
  );

const of = (who: Right, asking: Asking = {}): Route => ({ of: 'conversation', who, ...asking });
const place = (who: PlaceRight, asking: Asking = {}): Route => ({ of: 'place', who, ...asking });
const anybody = (asking: Asking = {}): Route => ({ of: 'anybody', ...asking });

const listed = (answer: string, id: string): boolean => answer.includes(id);
const unrefused = (answer: string): boolean => answer.includes('"refused":null');

const made =
  (path: string, body: object, by: 'agent' | 'admin') =>
  async ({ people }: Place): Promise<string> => {
    const answer = await post(path, { ...body }, people[by].cookie);
    const { id } = await answer.json<{ id?: string }>();
    if (id === undefined) throw new Error(`${path} answered ${answer.status}.`);
    return id;
  };
const again = (): string => crypto.randomUUID().slice(0, 8);
const anew =
  (path: string, body: () => object, by: 'agent' | 'admin') =>
  async (at: Place): Promise<string> =>
    made(path, body(), by)(at);

const view = { name: 'Mine', shared: false, tab: 'active', sort: 'newest', filter: {} };
const sharedView = { ...view, shared: true };
const reply = { scope: 'mine', groupId: null, title: 'Hello', text: 'Hello' };
const aReply = (): object => ({ ...reply, shortcut: `h${again()}` });
const buttons = { type: 'buttons', buttons: [{ type: 'reply', id: '1', title: 'Yes' }] };
const kept = {
  name: 'Choice',
  channel: 'whatsapp',
  draft: { kind: 'interactive', text: 'Choose', action: buttons },
};
const aTag = (): object => ({ name: `Tag ${again()}`, colour: 'red' });
const anAttribute = (): object => ({ name: `Attribute ${again()}`, type: 'text' });
const aStatus = (): object => ({ name: `Status ${again()}`, colour: 'red', final: false });
const aGroup = (): object => ({ name: `Group ${again()}`, members: [] });
const account = { channel: 'whatsapp', id: '77', name: 'Other', handle: '+1', token: 'EAA' };
const aMember = (): object => ({
  ...{ name: 'New', role: 'agent', password: 'long enough 1' },
  email: `${again()}@casement.example`,
});
const aLetter = 'letter-not-found';
const command = (): object => ({ type: 'comment', clientId: crypto.randomUUID(), text: 'Seen' });

export const routes: Readonly<Record<string, Route>> = {
  'ALL /*': anybody(),
  'ALL /api/*': anybody({ then: 'not-found' }),
  'GET /webhooks/meta': anybody({ then: 'verify-token-wrong' }),
  'POST /webhooks/meta': anybody({ body: {}, then: 'bad-signature' }),
  'GET /media/out/:token/:name': anybody({ then: 'not-found' }),
  'GET /api/setup': anybody(),
  'POST /api/setup': anybody({
    body: { name: 'Eve', email: 'eve@casement.example', password: 'long enough 1' },
    then: 'already-set-up',
  }),
  'POST /api/sign-in': anybody({ body: { email: 'eve@x.example', password: 'no' }, then: 'wrong-password' }),
  'POST /api/sign-out': place(signedIn, { body: {}, ends: true }),
  'GET /api/me': place(signedIn),

  'GET /api/live': place(signedIn, { upgrade: true }),
  'GET /api/conversations/:id/live': of(looking, { upgrade: true }),
  'GET /api/conversations': of(looking, { query: 'tab=all&limit=200', shows: listed }),
  'POST /api/conversations/matching': of(looking, {
    body: { tab: null, sort: 'newest', filter: {} },
    shows: listed,
  }),
  'GET /api/search': of(looking, { query: 'q=Zanzibar&kind=messages', shows: listed }),
  'POST /api/conversations/bulk': of(looking, {
    body: ({ tagId }) => ({ type: 'tag', clientId: crypto.randomUUID(), add: [tagId], remove: [] }),
    shows: unrefused,
  }),
  'GET /api/conversations/:id': of(looking),
  'GET /api/conversations/:id/messages': of(looking, { query: 'beforeAt=1&beforeSeq=1' }),
  'GET /api/conversations/:id/search': of(looking, { query: 'q=Zanzibar' }),
  'GET /api/conversations/:id/messages/around/:messageId': of(looking, { then: 'message-not-found' }),
  'GET /api/conversations/:id/messages/at/:ms': of(looking, { at: { ms: '1' } }),
  'GET /api/conversations/:id/messages/:messageId/raw': of(adminsOf, { then: 'message-not-found' }),
  'POST /api/conversations/:id/commands': of(looking, { body: command }),
  'GET /api/conversations/:id/leads': of(looking),
  'GET /api/conversations/:id/others': of(looking),
  'POST /api/conversations/:id/others': of(looking, {
    body: ({ conversations }) => ({ other: conversations.agent.mine }),
    then: 'invalid-input',
  }),
  'DELETE /api/conversations/:id/others/:other': of(looking, {
    at: { other: async ({ conversations }) => conversations.agent.mine },
    then: 'invalid-input',
  }),
  'GET /api/conversations/:id/files': of(looking, { query: 'kind=files' }),
  'GET /api/conversations/:id/audit': of(looking),
  'GET /api/leads': of(looking, { query: 'limit=200', shows: listed }),
  'GET /api/media/:id/picture': of(looking, { then: 'not-found' }),
  'GET /api/media/:id/:messageId/:slot': of(looking, { then: 'message-not-found' }),

  'POST /api/uploads': place(signedIn, { query: 'type=document&name=a.txt', body: { any: 'bytes' } }),
  'GET /api/accounts': place(signedIn),
  'POST /api/accounts': place(admins, { body: account }),
  'PATCH /api/accounts/:channel/:id': place(admins, {
    at: { channel: 'whatsapp', id: 'none' },
    body: { name: 'Other' },
    then: 'not-found',
  }),
  'PUT /api/settings': place(admins, { body: { visibility: 'groups' } }),
  'GET /api/letters': place(admins),
  'GET /api/letters/:id': place(admins, { then: aLetter }),
  'POST /api/letters/:id/replay': place(admins, { body: {}, then: aLetter }),
  'DELETE /api/letters/:id': place(admins, { then: aLetter }),
  'GET /api/account-events': place(admins),
  'GET /api/contacts.csv': place(managers),
  'GET /api/imports': place(managers),
  'POST /api/imports': place(managers, { query: 'name=x.csv', body: {} }),
  'GET /api/imports/:id': place(managers, { then: 'import-not-found' }),
  'POST /api/imports/:id/check': place(managers, { body: importPlan, then: 'import-not-found' }),
  'POST /api/imports/:id/run': place(managers, { body: {}, then: 'import-not-found' }),
  'POST /api/imports/:id/cancel': place(managers, { body: {}, then: 'import-not-found' }),
  'GET /api/imports/:id/errors.csv': place(managers, { then: 'import-not-found' }),

  'POST /api/reindex': place(admins, { body: { cursor: null } }),

  'GET /api/team': place(admins),
  'POST /api/team': place(admins, { body: aMember }),
  'PATCH /api/team/:id': place(admins, {
    at: { id: async ({ colleague }) => colleague.actor.id },
    body: { away: true },
  }),
  'POST /api/team/:id/hand-over': place(admins, { body: { to: null }, then: 'person-not-found' }),

  'GET /api/templates': place(signedIn, { query: 'channel=whatsapp&account=none', then: 'not-found' }),
  'POST /api/templates/sync': place(signedIn, {
    body: { channel: 'whatsapp', account: 'none' },
    then: 'not-found',
  }),

  'POST /api/tags': place(admins, { body: aTag }),
  'PUT /api/tags/:id': place(admins, { at: { id: anew('/api/tags', aTag, 'admin') }, body: aTag }),
  'DELETE /api/tags/:id': place(admins, { at: { id: anew('/api/tags', aTag, 'admin') } }),
  'GET /api/tags/counts': place(signedIn),
  'POST /api/attributes': place(admins, { body: anAttribute }),
  'PUT /api/attributes/order': place(admins, { body: { ids: ['city'] } }),
  'PUT /api/attributes/:id': place(admins, {
    at: { id: anew('/api/attributes', anAttribute, 'admin') },
    body: anAttribute,
  }),
  'DELETE /api/attributes/:id': place(admins, { at: { id: anew('/api/attributes', anAttribute, 'admin') } }),
  'GET /api/leads/counts': place(signedIn),
  'GET /api/leads/export': place(managers),
  'POST /api/lead-statuses': place(admins, { body: aStatus }),
  'PUT /api/lead-statuses': place(admins, { body: { ids: ['new'] } }),
  'PUT /api/lead-statuses/:id': place(admins, {
    at: { id: anew('/api/lead-statuses', aStatus, 'admin') },
    body: aStatus,
  }),
  'DELETE /api/lead-statuses/:id': place(admins, {
    at: { id: anew('/api/lead-statuses', aStatus, 'admin') },
  }),
  'GET /api/follow-ups': place(signedIn, { query: 'tab=open&scope=team&zone=UTC' }),
  'GET /api/follow-ups/counts': place(signedIn, { query: 'scope=team&zone=UTC' }),
  'GET /api/notices': place(signedIn),
  'POST /api/notices/read': place(signedIn, { body: { upTo: 0 } }),
  'GET /api/notices/settings': place(signedIn),
  'PUT /api/notices/settings': place(signedIn, { body: { off: [], sound: true } }),

  'POST /api/groups': place(admins, { body: aGroup }),
  'PUT /api/groups/:id': place(admins, { at: { id: anew('/api/groups', aGroup, 'admin') }, body: aGroup }),
  'DELETE /api/groups/:id': place(admins, { at: { id: anew('/api/groups', aGroup, 'admin') } }),

  'GET /api/views': place(signedIn),
  'POST /api/views': place(managers, { body: sharedView }),
  'PUT /api/views/:id': place(itsAgent, { at: { id: made('/api/views', view, 'agent') }, body: view }),
  'DELETE /api/views/:id': place(itsAgent, { at: { id: made('/api/views', view, 'agent') } }),
  'POST /api/pins': place(signedIn, { body: { id: 'any', on: false } }),

  'GET /api/quick-replies': place(signedIn),
  'POST /api/quick-replies': place(managers, { body: () => ({ ...aReply(), scope: 'all' }) }),
  'PUT /api/quick-replies/:id': place(itsAgent, {
    at: { id: anew('/api/quick-replies', aReply, 'agent') },
    body: aReply,
  }),
  'DELETE /api/quick-replies/:id': place(itsAgent, {
    at: { id: anew('/api/quick-replies', aReply, 'agent') },
  }),
  'GET /api/library': place(signedIn),
  'POST /api/library': place(signedIn, { body: kept }),
  'PUT /api/library/:id': place(managers, { at: { id: made('/api/library', kept, 'admin') }, body: kept }),
  'DELETE /api/library/:id': place(managers, { at: { id: made('/api/library', kept, 'admin') } }),
};
