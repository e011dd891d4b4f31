/** What can befall a send at Meta, and what must come of it: one row each, played on an account of its own. */
import type { Channel } from '#domain/channel.ts';
import type { FailureKind } from '#domain/delivery.ts';

/**
 * `unknown`: Meta never took it, and nobody here can know. `settled`: it arrived although no answer came. `retried`: it says
 * why it waits, then arrives, the second time it is tried again (so that there is time to see it wait). `held`: it says why it waits, and goes on waiting. `failed`: it says why, for good.
 */
export type Outcome =
  | { readonly comes: 'unknown' | 'settled' }
  | { readonly comes: 'retried' | 'held'; readonly because: RegExp }
  | { readonly comes: 'failed'; readonly kind: FailureKind; readonly code: number; readonly because: RegExp };

export type Befalls = {
  readonly channel: Channel;
  readonly what: string;
  readonly fault: Readonly<Record<string, unknown>>;
  readonly outcome: Outcome;
};

type Row = Omit<Befalls, 'channel'>;

const unknown: Outcome = { comes: 'unknown' };
const settled: Outcome = { comes: 'settled' };
const retried = (because: RegExp): Outcome => ({ comes: 'retried', because });
const byItself = /It goes out by itself in a moment\.$/;

/** The same everywhere. */
const everywhere: readonly Row[] = [
  { what: 'no answer, not taken', fault: { kind: 'silence', accepted: false }, outcome: unknown },
  { what: 'no answer, taken', fault: { kind: 'silence', accepted: true }, outcome: settled },
  { what: 'reset, not taken', fault: { kind: 'reset', accepted: false }, outcome: unknown },
  { what: 'reset, taken', fault: { kind: 'reset', accepted: true }, outcome: settled },
  { what: 'bare 500', fault: { kind: 'http', status: 500 }, outcome: unknown },
  { what: 'bare 502 of no words', fault: { kind: 'http', status: 502, body: '' }, outcome: unknown },
  {
    what: '503 of the Graph API that says no more',
    fault: { kind: 'error', code: 99_999, status: 503 },
    outcome: unknown,
  },
  {
    what: '503 of the Graph API that says temporary',
    fault: { kind: 'error', code: 99_999, status: 503, transient: true, times: 2 },
    outcome: retried(byItself),
  },
  {
    what: 'bare 429 with Retry-After',
    fault: { kind: 'http', status: 429, body: '', retryAfterSeconds: 2, times: 2 },
    outcome: retried(/takes no more messages for now/),
  },
  {
    what: 'a limit of the account',
    fault: { kind: 'limited', retryAfterSeconds: 2, times: 2 },
    outcome: retried(/too fast|limits how fast/),
  },
  {
    what: 'the token expired',
    fault: { kind: 'expired' },
    outcome: { comes: 'held', because: /access token.* once an admin has connected the channel again\.$/ },
  },
];

type Failing = readonly [kind: FailureKind, code: number, because: RegExp, more?: { subcode?: number }];

/** Each class of errors by one of the channel's own (docs/channels). */
const refusals: Readonly<Record<Channel, readonly Failing[]>> = {
  whatsapp: [
    ['later', 131_049, /held this marketing message back/],
    ['fix', 131_009, /did not understand the message/],
    ['window', 131_047, /24-hour window is closed/],
    ['unreachable', 131_026, /cannot deliver to this person/],
    ['account', 131_042, /payment problem/],
    ['never', 131_050, /opted out of marketing/],
  ],
  messenger: [
    ['later', 613, /too many messages/, { subcode: 2_018_338 }],
    ['fix', 100, /file is too large/, { subcode: 2_018_109 }],
    ['window', 10, /24-hour window is closed/, { subcode: 2_018_278 }],
    ['unreachable', 551, /blocked you/, { subcode: 1_545_041 }],
    ['account', 10, /restricted this page/, { subcode: 1_893_063 }],
    ['never', 100, /takes no private answer/, { subcode: 2_534_025 }],
  ],
  instagram: [
    ['later', 613, /too many messages/, { subcode: 2_018_338 }],
    ['fix', 100, /did not understand the message/, { subcode: 2_534_015 }],
    ['window', 10, /24-hour window is closed/, { subcode: 2_534_022 }],
    ['unreachable', 100, /knows no such person/, { subcode: 2_534_014 }],
    ['account', 200, /keeps apps away/, { subcode: 2_534_041 }],
    ['never', 100, /takes no private answer/, { subcode: 2_534_025 }],
  ],
};

/** Only where they exist: failures that WhatsApp tells later; codes after which it may have been sent all the same. */
const ownRows: Readonly<Record<Channel, readonly Row[]>> = {
  whatsapp: [
    ...refusals.whatsapp.map(([kind, code, because]) => ({
      what: `status failed, ${kind}`,
      fault: { kind: 'failed', code },
      outcome: { comes: 'failed', kind, code, because } as const,
    })),
    {
      what: 'service unavailable',
      fault: { kind: 'error', code: 131_016, times: 2 },
      outcome: retried(/was not available/),
    },
    {
      what: 'the limit of one customer',
      fault: { kind: 'error', code: 131_056, times: 2 },
      outcome: retried(/limits messages to this person/),
    },
  ],
  messenger: [
    { what: 'code 1, perhaps sent', fault: { kind: 'error', code: 1 }, outcome: unknown },
    { what: 'code 1200, perhaps sent', fault: { kind: 'error', code: 1200 }, outcome: unknown },
  ],
  instagram: [
    { what: 'code 2, perhaps sent', fault: { kind: 'error', code: 2 }, outcome: unknown },
    { what: 'code 1200, perhaps sent', fault: { kind: 'error', code: 1200 }, outcome: unknown },
  ],
};

function refusalRows(channel: Channel): Row[] {
  return refusals[channel].map(([kind, code, because, more = {}]) => ({
    what: `refused at once, ${kind}`,
    fault: { kind: 'error', code, ...more },
    outcome: { comes: 'failed', kind, code, because },
  }));
}

/** Everything that can befall a send on this channel. */
export function befalls(channel: Channel): Befalls[] {
  return [...everywhere, ...refusalRows(channel), ...ownRows[channel]].map((row) => ({ channel, ...row }));
}
