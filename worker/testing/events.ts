/** Events, people and answers as the rules see them, for tests; everything has a default. */
import type { Actor } from '#domain/permission.ts';
import type { CustomerName, MessageEvent, MetaError, SendResult, StatusEvent } from '../channels/channel.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
/** Noon of some day: where the clock of these tests begins. */
export const noon = Date.UTC(2026, 9, 1, 12);

export const phone: CustomerName = 'phone:15551234567';
const place = { channel: 'whatsapp', accountId: '555', names: [phone], peer: '15551234567' } as const;

/** The customer wrote. */
export function heard(part: Partial<MessageEvent> & { readonly id: string }): MessageEvent {
  return {
    ...place,
    type: 'message',
    at: noon,
    content: { kind: 'text', text: `text of ${part.id}` },
    profile: {},
    opens: true,
    speaks: true,
    ...part,
  };
}

/** The customer did something that is not writing: a reaction. */
export function reacted(part: Partial<MessageEvent> & { readonly id: string }): MessageEvent {
  const content = { kind: 'unsupported', type: 'reaction', text: '' } as const;
  return heard({ content, opens: false, speaks: false, ...part });
}

/** Meta says what became of a message of ours. */
export function reported(
  part: Partial<StatusEvent> & { readonly id: string; readonly step: StatusEvent['step'] },
): StatusEvent {
  return { ...place, type: 'status', at: noon, ...part };
}

/** Somebody of the team. */
export function member(name: string, part: Partial<Actor> = {}): Actor {
  return { id: name.toLowerCase(), name, role: 'agent', visibility: 'groups', groups: [], ...part };
}

export const ana = member('Ana');
export const rui = member('Rui');
export const boss = member('Boss', { role: 'admin' });

export const limited: MetaError = { code: '130429', title: 'Rate limit hit', details: '' };
/** Meta's answer to a send. */
export const results = {
  accepted: (metaId: string): SendResult => ({ type: 'accepted', metaId }),
  failed: { type: 'failed', error: { code: '131026', title: 'Undeliverable', details: 'why' } },
  unknown: { type: 'unknown', why: 'timed out' },
  later: (afterMs: number | null = null, error = limited): SendResult => ({ type: 'later', afterMs, error }),
} as const satisfies Record<string, SendResult | ((...args: never[]) => SendResult)>;
