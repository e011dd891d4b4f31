import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '#domain/http.ts';
import type { AccountEvent } from '../channels/channel.ts';
import { keepLetters } from '../letters/letters.ts';
import { ask, env, join, migrateD1, post, setUp } from '../testing/door.ts';
import { breakD1 } from '../testing/failing-d1.ts';
import { accessOf, saveAccount } from './accounts.ts';
import { templateStatus } from './effects.ts';

const noon = Date.UTC(2026, 9, 1, 12);
const minute = 60_000;
const line = { channel: 'whatsapp', id: '555' } as const;
const sales = {
  ...line,
  name: 'Sales',
  handle: '+1 555',
  token: 'EAAfirst',
  login: 'page',
  parentId: 'waba1',
  humanAgent: false,
  utilityTemplates: false,
  marksRead: false,
} as const;
let admin = '';

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
});

beforeEach(async () => {
  for (const table of ['channel_account', 'account_event', 'template_state']) {
    await env.DB.prepare(`DELETE FROM ${table}`).run();
  }
  await saveAccount(env, sales, noon);
  await saveAccount(env, { ...sales, id: '556', name: 'Help' }, noon);
});

async function tell(kind: string, value: object, part: Partial<AccountEvent> = {}): Promise<void> {
  const event = { type: 'account', channel: 'whatsapp', accountId: 'waba1', kind, at: noon } as const;
  await keepLetters(env, {
    accountEvents: [{ ...event, raw: JSON.stringify(value), ...part }],
    broken: [],
    now: noon + minute,
  });
}

const troubleOf = async (id: string, now = noon): Promise<string | null | undefined> =>
  (await accessOf(env, { channel: 'whatsapp', id }, now))?.trouble;

describe('the access of an account', () => {
  it('says what it may do, and how', async () => {
    const { name: _name, handle: _handle, id, ...rights } = sales;
    expect(await accessOf(env, line, noon)).toEqual({
      ...rights,
      accountId: id,
      trouble: null,
      groupId: null,
    });
    expect(await accessOf(env, { ...line, id: 'none' }, noon)).toBeNull();
  });

  it('is asked of D1 once a minute', async () => {
    await accessOf(env, line, noon);
    await env.DB.prepare('UPDATE channel_account SET human_agent = 1').run();
    expect(await accessOf(env, line, noon + minute - 1)).toMatchObject({ humanAgent: false });
    expect(await accessOf(env, line, noon + minute)).toMatchObject({ humanAgent: true });
  });

  it('is new at once where it was saved', async () => {
    await accessOf(env, line, noon);
    await saveAccount(env, { ...sales, token: 'EAAsecond' }, noon);
    expect(await accessOf(env, line, noon)).toMatchObject({ token: 'EAAsecond' });
  });

  it('is gone when D1 says so', async () => {
    await accessOf(env, line, noon);
    await env.DB.prepare('DELETE FROM channel_account').run();
    expect(await accessOf(env, line, noon + minute)).toBeNull();
  });

  describe('while D1 fails', () => {
    let broken: ReturnType<typeof breakD1> | null = null;
    afterEach(() => broken?.repair());

    it('is the last one that was known, however old', async () => {
      await accessOf(env, line, noon);
      broken = breakD1();
      expect(await accessOf(env, line, noon + 1000 * minute)).toMatchObject({ token: 'EAAfirst' });
      expect(broken.asked()).toBe(1);
    });

    it('is a failure when nothing was ever known', async () => {
      broken = breakD1();
      await expect(accessOf(env, { ...line, id: 'unknown' }, noon)).rejects.toThrow();
    });

    it('leaves a template to Meta’s own answer', async () => {
      broken = breakD1();
      expect(await templateStatus(env, { ownerId: 'waba1', name: 'order', language: 'en_US' })).toBeNull();
    });
  });
});

describe('an account event', () => {
  const ban = { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } };
  const lifted = { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } };

  it('stops every number of its WhatsApp business account, at once, and no other account', async () => {
    await saveAccount(env, { ...sales, id: '557', parentId: 'waba2' }, noon);
    await saveAccount(env, { ...sales, channel: 'messenger', id: 'waba1', parentId: '' }, noon);
    for (const id of ['555', '556', '557']) expect(await troubleOf(id)).toBeNull();
    await tell('account_update.DISABLED_UPDATE', ban);
    expect(await troubleOf('555')).toMatch(/disabled/);
    expect(await troubleOf('556')).toMatch(/disabled/);
    expect(await troubleOf('557')).toBeNull();
    expect((await accessOf(env, { channel: 'messenger', id: 'waba1' }, noon))?.trouble).toBeNull();
    const shown = await (await ask('/api/accounts', { cookie: admin })).json<Account[]>();
    expect(shown.find(({ id }) => id === '555')?.trouble).toMatch(/disabled/);
  });

  it('is overruled by a newer one, in whichever order they come', async () => {
    await tell('account_update.DISABLED_UPDATE', lifted, { at: noon + 2 });
    await tell('account_update.DISABLED_UPDATE', ban, { at: noon + 1 });
    expect(await troubleOf('555')).toBeNull();
    await tell('account_update.DISABLED_UPDATE', ban, { at: noon + 3 });
    expect(await troubleOf('555')).toMatch(/disabled/);
  });

  it('changes nothing when it comes again (R-3)', async () => {
    await tell('account_update.DISABLED_UPDATE', ban);
    await tell('account_update.DISABLED_UPDATE', lifted);
    await tell('account_update.DISABLED_UPDATE', ban);
    expect(await troubleOf('555')).toBeNull();
    const kept = await env.DB.prepare('SELECT count(*) AS kept FROM account_event').first<{ kept: number }>();
    expect(kept).toEqual({ kept: 2 });
  });

  it('ends when the account is connected again', async () => {
    await tell('account_update.ACCOUNT_DELETED', { event: 'ACCOUNT_DELETED' });
    expect(await troubleOf('555')).toMatch(/deleted/);
    await saveAccount(env, sales, noon + minute);
    expect(await troubleOf('555')).toBeNull();
    expect(await troubleOf('556')).toMatch(/deleted/);
  });

  it('ends by itself where Meta said when', async () => {
    const restriction_info = [
      { restriction_type: 'RESTRICTED_CUSTOMER_INITIATED_MESSAGING', expiration: (noon + 9000) / 1000 },
    ];
    await tell('account_update.ACCOUNT_RESTRICTION', { event: 'ACCOUNT_RESTRICTION', restriction_info });
    expect(await troubleOf('555', noon)).toMatch(/until/);
    expect(await troubleOf('555', noon + 9000)).toBeNull();
  });

  it('of a time that has not come counts from now on (R-1)', async () => {
    await tell('account_update.DISABLED_UPDATE', ban, { at: noon + 1000 * minute });
    await tell('account_update.DISABLED_UPDATE', lifted, { at: noon + 2 * minute });
    expect(await troubleOf('555')).toBeNull();
  });
});

describe('what is known of a template', () => {
  const template = { message_template_name: 'order', message_template_language: 'en-US' };
  const status = async (event: string, at: number) =>
    tell(`message_template_status_update.${event}`, { ...template, event }, { at });
  const known = async (language = 'en_US') =>
    templateStatus(env, { ownerId: 'waba1', name: 'order', language });

  it('is nothing until Meta says something', async () => {
    expect(await known()).toBeNull();
    await tell('message_template_quality_update', { ...template, new_quality_score: 'GREEN' });
    expect(await known()).toBeNull();
  });

  it('is the newest status, in whichever order they come', async () => {
    await status('PAUSED', noon + 2);
    await status('APPROVED', noon + 1);
    expect([await known(), await known('en-US'), await known('pt_BR')]).toEqual(['PAUSED', 'PAUSED', null]);
  });

  it('keeps what the other events told', async () => {
    await tell(
      'message_template_quality_update',
      { ...template, new_quality_score: 'RED' },
      { at: noon + 5 },
    );
    await status('PAUSED', noon + 1);
    await tell('template_category_update', { ...template, new_category: 'MARKETING' }, { at: noon + 6 });
    expect(await env.DB.prepare('SELECT * FROM template_state').all()).toMatchObject({
      results: [{ language: 'en_US', status: 'PAUSED', category: 'MARKETING', quality: 'RED' }],
    });
  });
});

describe('PATCH /api/accounts/:channel/:id', () => {
  const patch = async (path: string, body: object, cookie?: string) =>
    ask(`/api/accounts/${path}`, { method: 'PATCH', body: JSON.stringify(body), ...(cookie && { cookie }) });

  it('is for admins', async () => {
    expect((await patch('whatsapp/555', { marksRead: true })).status).toBe(401);
    for (const role of ['agent', 'manager'] as const) {
      const { cookie } = await join(admin, `Patch ${role}`, role);
      expect((await patch('whatsapp/555', { marksRead: true }, cookie)).status).toBe(403);
    }
  });

  it('changes what it names, leaves the rest and the token, and counts at once', async () => {
    await accessOf(env, line, noon);
    const answer = await patch(
      'whatsapp/555',
      { name: 'Front desk', humanAgent: true, marksRead: true },
      admin,
    );
    expect(answer.status).toBe(200);
    const { token: _token, ...shown } = sales;
    const patched = { name: 'Front desk', humanAgent: true, marksRead: true };
    const changed = { ...shown, ...patched, trouble: null, groupId: null };
    expect(await answer.json()).toEqual(changed);
    expect(await accessOf(env, line, noon)).toMatchObject({ token: 'EAAfirst', humanAgent: true });
  });

  it.each([
    ['nothing', 'whatsapp/555', {}, 422],
    ['only what it may not change', 'whatsapp/555', { token: 'x', trouble: null }, 422],
    ['an empty name', 'whatsapp/555', { name: ' ' }, 422],
    ['a channel that is none', 'pigeon/555', { name: 'x' }, 422],
    ['an account that is not here', 'instagram/555', { name: 'x' }, 404],
  ])('refuses %s', async (_title, path, body, status) => {
    expect((await patch(path, body, admin)).status).toBe(status);
  });
});

describe('POST /api/accounts', () => {
  it('takes what the account may do, and its defaults', async () => {
    const { name, handle, token } = sales;
    const page = { channel: 'messenger', id: 'p1', name, handle, token };
    expect((await post('/api/accounts', page, admin)).status).toBe(201);
    const own = { ...page, channel: 'instagram', id: 'i1', login: 'instagram', humanAgent: true };
    expect((await post('/api/accounts', own, admin)).status).toBe(201);
    expect(await accessOf(env, { channel: 'messenger', id: 'p1' }, noon)).toMatchObject({
      login: 'page',
      parentId: '',
      humanAgent: false,
    });
    expect(await accessOf(env, { channel: 'instagram', id: 'i1' }, noon)).toMatchObject({
      login: 'instagram',
      humanAgent: true,
    });
  });
});
