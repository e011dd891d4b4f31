import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { breakD1 } from '../testing/failing-d1.ts';
import { command, connect, join, meta, migrateD1, post, setUp, until, webhook } from '../testing/door.ts';
import { playGraph } from '../testing/graph.ts';
import { account, saying } from '../testing/meta.ts';
import { body, item, serveTemplates, type Item } from '../testing/templates.ts';

let admin = '';
let graph: ReturnType<typeof playGraph>;
let owner = 1900;

const later = (ms: number): void => void vi.setSystemTime(Date.now() + ms);

async function sync(): Promise<void> {
  expect((await post('/api/templates/sync', { channel: 'whatsapp', account }, admin)).status).toBe(200);
}

/** Meta tells of the status of a template of today's owner. */
async function status(name: string, event: string): Promise<void> {
  const value = { message_template_name: name, message_template_language: 'en-US', event, reason: 'NONE' };
  const changes = [{ field: 'message_template_status_update', value }];
  const entry = [{ id: String(owner), time: Math.floor(Date.now() / 1000), changes }];
  expect((await webhook({ object: 'whatsapp_business_account', entry })).status).toBe(200);
}

beforeAll(async () => {
  await migrateD1();
  admin = await setUp();
});

/** Every test has a WhatsApp business account of its own, so that nothing was read of it yet. */
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  graph = playGraph();
  owner += 1;
  await connect(admin, 'whatsapp', { parentId: String(owner) });
});

afterEach(() => {
  graph.restore();
  vi.useRealTimers();
});

describe('a template that is sent', () => {
  const maria = 'phone:15557650001' as const;
  const draft = (name: string, values: Item = {}, shown: Item = {}) => ({
    ...{ kind: 'template', name, language: 'en_US' },
    values: { header: [], body: [], buttons: [], ...values },
    shown: { text: 'what the page says', buttons: [], ...shown },
  });
  const say = (text: string) => ({ type: 'text', text });
  async function send(one: ReturnType<typeof draft>, cookie = admin): Promise<Response> {
    return command(maria, cookie, { type: 'send', draft: one as never });
  }
  const refusal = async (answer: Response): Promise<string> => {
    expect(answer.status).toBe(422);
    return (await answer.json<{ sentence: string }>()).sentence;
  };

  beforeEach(async () => {
    await meta(saying({ id: `wamid.begin.${owner}`, from: '15557650001', at: Date.now() }));
    serveTemplates(graph, [
      item('order', { components: [body('Hello {{1}}, {{2}} is on its way')] }),
      item('sale', { category: 'MARKETING', components: [body('All must go')] }),
      item('winter', { status: 'PAUSED' }),
    ]);
  });

  it('is checked against what is known of it, and stored as the customer will read it', async () => {
    await sync();
    const answer = await send(draft('order', { body: [say('Maria'), say('A-1')] }));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      message: { content: { kind: 'template', text: 'Hello Maria, A-1 is on its way' } },
    });
    await until(maria, admin, ({ messages }) =>
      messages.some(({ delivery }) => delivery?.state === 'accepted'),
    );
    expect(graph.asked.at(-1)?.body).toMatchObject({
      template: { name: 'order', language: { code: 'en_US' } },
    });
  });

  it.each<readonly [string, ReturnType<typeof draft>, RegExp]>([
    ['a name that Meta does not have', draft('none'), /no template none in en_US/],
    ['another language', { ...draft('order'), language: 'pt_BR' }, /no template order in pt_BR/],
    ['one that Meta paused', draft('winter'), /winter cannot be sent: Meta paused it/],
    ['too few values', draft('order', { body: [say('x')] }), /wants 2 values in the text and got 1/],
    ['a header that it has not', draft('sale', { header: [say('x')] }), /wants 0 values in the header/],
    [
      'a line break in a value',
      draft('order', { body: [say('a\nb'), say('c')] }),
      /Value 1 has a line break/,
    ],
  ])('is refused before it leaves: %s', async (_what, one, says) => {
    await sync();
    expect(await refusal(await send(one))).toMatch(says);
    expect(graph.asked).toEqual([]);
  });

  it('of marketing is not for a customer who wants none', async () => {
    await sync();
    const stop = { category: 'marketing_messages', value: 'stop', wa_id: '15557650001', timestamp: 1 };
    const metadata = { display_phone_number: '15550001111', phone_number_id: account };
    await meta({ field: 'user_preferences', value: { metadata, user_preferences: [stop] } });
    expect(await refusal(await send(draft('sale')))).toMatch(/wants no marketing/);
    expect((await send(draft('order', { body: [say('a'), say('b')] }))).status).toBe(200);
    const resume = { ...stop, value: 'resume' };
    await meta({ field: 'user_preferences', value: { metadata, user_preferences: [resume] } });
    expect((await send(draft('sale'))).status).toBe(200);
  });

  it('passes where nothing was read yet, and while D1 fails: then Meta decides', async () => {
    expect((await send(draft('none'))).status).toBe(200);
    await sync();
    const broken = breakD1();
    try {
      expect((await send(draft('none'))).status).toBe(200);
    } finally {
      broken.repair();
    }
  });

  it('is refused to who may not reply for that reason, whatever the template', async () => {
    await sync();
    const { cookie } = await join(admin, `Manager ${owner}`, 'manager');
    expect((await send(draft('none'), cookie)).status).toBe(403);
  });

  it('that went already answers the same again, even if Meta paused it since (R-18)', async () => {
    await sync();
    const clientId = crypto.randomUUID();
    const again = async () =>
      command(maria, admin, { type: 'send', clientId, draft: draft('sale') as never });
    expect((await again()).status).toBe(200);
    later(5000);
    await status('sale', 'PAUSED');
    expect((await again()).status).toBe(200);
    expect(await refusal(await send(draft('sale')))).toMatch(/paused/);
  });
});
