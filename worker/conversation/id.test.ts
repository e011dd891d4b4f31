import { describe, expect, it } from 'vitest';
import type { CustomerName } from '../channels/channel.ts';
import { conversationId, isConversationId } from './id.ts';

const line = { channel: 'whatsapp', accountId: '555' } as const;

describe('the id of a conversation', () => {
  it('follows from channel, account and name, always the same (R-29)', async () => {
    const id = await conversationId(line, 'phone:15551234567');
    expect(await conversationId({ ...line }, 'phone:15551234567')).toBe(id);
    const names: readonly CustomerName[] = ['phone:15551234568', 'bsuid:15551234567', 'psid:15551234567'];
    const others = await Promise.all([
      ...names.map(async (name) => conversationId(line, name)),
      conversationId({ ...line, accountId: '556' }, 'phone:15551234567'),
      conversationId({ ...line, channel: 'messenger' }, 'phone:15551234567'),
      conversationId({ ...line, accountId: '5', channel: 'whatsapp' }, 'phone:5515551234567'),
    ]);
    expect(new Set([id, ...others]).size).toBe(others.length + 1);
  });

  it('shows nothing of the customer and can be told from other texts (R-29)', async () => {
    const id = await conversationId(line, 'phone:15551234567');
    expect(id).not.toContain('1555');
    expect(isConversationId(id)).toBe(true);
    for (const text of ['', id.slice(1), `${id}a`, id.toUpperCase(), '../'.padEnd(id.length, 'a')]) {
      expect(isConversationId(text)).toBe(false);
    }
  });
});
