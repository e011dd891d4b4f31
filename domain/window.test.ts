import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channels, type Channel } from './channel.ts';
import {
  eventTime,
  freeEntryEnd,
  freeEntryOfferedUntil,
  humanAgentUntil,
  isFreeEntry,
  refuseSending,
  wayOut,
  windowEnd,
  windowState,
  type Sending,
  type SendRights,
  type WindowFacts,
} from './window.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const opened = Date.UTC(2026, 9, 1, 12);
const facts = (part: Partial<WindowFacts> = {}): WindowFacts => ({
  channel: 'whatsapp',
  windowExpiresAt: opened + day,
  openedAt: opened,
  freeEntryUntil: null,
  ...part,
});
const never = { windowExpiresAt: null, openedAt: null } as const;
const no: SendRights = { humanAgent: false, utilityTemplates: false };
const free: Sending = { rights: no, what: 'free', by: 'person', confirmed: false };
const anyTime = fc.integer({ min: 0, max: 4_000_000_000_000 });

describe('the time of an event', () => {
  it.each([
    [0, 'now', 0],
    [-day, 'yesterday', -day],
    [5 * minute, '5 minutes ahead', 5 * minute],
    [5 * minute + 1, 'a millisecond more', 0],
    [365 * day, 'a year ahead', 0],
  ])('is %i ms after arrival: %s (R-1)', (ahead, _name, expected) => {
    expect(eventTime(opened + ahead, opened)).toBe(opened + expected);
  });

  it('is the arrival where Meta gives none (R-1)', () => {
    expect(eventTime(Number.MAX_SAFE_INTEGER, opened)).toBe(opened);
  });

  it('is never more than 5 minutes ahead of our clock (R-1)', () => {
    fc.assert(
      fc.property(anyTime, anyTime, (meta, arrived) => eventTime(meta, arrived) <= arrived + 5 * minute),
      { seed: 1 },
    );
  });
});

describe('the window', () => {
  const end = opened + day;

  it('closes 24 hours after its opener (R-13)', () => {
    expect(windowEnd(opened)).toBe(end);
  });

  it('is not put off by a clock of Meta’s that runs ahead (R-1, R-13)', () => {
    expect(windowEnd(eventTime(opened + 30 * day, opened))).toBe(end);
  });

  it.each([
    [opened, 'open'],
    [end - 3 * hour, 'open'],
    [end - 3 * hour + 1, 'soon'],
    [end - 1, 'soon'],
    [end, 'closed'],
    [end + 1, 'closed'],
    [end + 30 * day, 'closed'],
  ] as const)('at %i is %s (R-13, product §2)', (now, expected) => {
    expect(windowState(facts(), now)).toBe(expected);
  });

  it('is none while the customer never opened one', () => {
    expect(windowState(facts(never), opened)).toBe('none');
  });

  it('is not opened by an old event that comes again (R-13)', () => {
    const windowExpiresAt = windowEnd(eventTime(opened - 25 * hour, opened));
    expect(windowState(facts({ windowExpiresAt }), opened)).toBe('closed');
  });
});

/** Milliseconds after the opener: each edge, one before and one after. */
const times = [0, hour, day, 72 * hour, 7 * day].flatMap((edge) => [edge - 1, edge, edge + 1]);

const openers: Readonly<Record<string, Pick<WindowFacts, 'windowExpiresAt' | 'openedAt'>>> = {
  none: never,
  one: { windowExpiresAt: opened + day, openedAt: opened },
  'one, closed by Meta after an hour': { windowExpiresAt: opened + hour, openedAt: opened },
};
const letters: Readonly<Record<string, string>> = {
  F: 'free',
  H: 'human-agent',
  T: 'template',
  c: 'window-closed',
  n: 'window-never-opened',
  u: 'human-agent-unconfirmed',
  x: 'template-not-allowed',
};

/**
 * What may be sent, by hand from product §3: what; opener; channel; permission for human agents; for utility templates; who;
 * confirmed. `*` for any. Then a letter for each of `times`: around the opener, 1 h, 24 h, 72 h, 7 days.
 */
const table = `
free     | none  | *         | *   | *   | *          | *   | nnn nnn nnn nnn nnn
free     | one   | whatsapp  | *   | *   | *          | *   | FFF FFF Fcc ccc ccc
free     | one   | messenger | no  | *   | *          | *   | FFF FFF Fcc ccc ccc
free     | one   | messenger | yes | *   | automation | *   | FFF FFF Fcc ccc ccc
free     | one   | messenger | yes | *   | person     | no  | FFF FFF Fuu uuu ucc
free     | one   | messenger | yes | *   | person     | yes | FFF FFF FHH HHH Hcc
free     | one   | instagram | no  | *   | *          | *   | FFF FFF Fcc ccc ccc
free     | one   | instagram | yes | *   | automation | *   | FFF FFF Fcc ccc ccc
free     | one   | instagram | yes | *   | person     | no  | FFF FFF Fuu uuu ucc
free     | one   | instagram | yes | *   | person     | yes | FFF FFF FHH HHH Hcc
free     | meta  | whatsapp  | *   | *   | *          | *   | FFF Fcc ccc ccc ccc
free     | meta  | messenger | no  | *   | *          | *   | FFF Fcc ccc ccc ccc
free     | meta  | messenger | yes | *   | automation | *   | FFF Fcc ccc ccc ccc
free     | meta  | messenger | yes | *   | person     | no  | FFF Fuu uuu uuu ucc
free     | meta  | messenger | yes | *   | person     | yes | FFF FHH HHH HHH Hcc
free     | meta  | instagram | no  | *   | *          | *   | FFF Fcc ccc ccc ccc
free     | meta  | instagram | yes | *   | automation | *   | FFF Fcc ccc ccc ccc
free     | meta  | instagram | yes | *   | person     | no  | FFF Fuu uuu uuu ucc
free     | meta  | instagram | yes | *   | person     | yes | FFF FHH HHH HHH Hcc
template | *     | whatsapp  | *   | *   | *          | *   | TTT TTT TTT TTT TTT
template | *     | messenger | *   | no  | *          | *   | xxx xxx xxx xxx xxx
template | *     | messenger | *   | yes | *          | *   | TTT TTT TTT TTT TTT
template | *     | instagram | *   | *   | *          | *   | xxx xxx xxx xxx xxx
`;
const rows = table
  .trim()
  .split('\n')
  .map((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    return { keys: cells.slice(0, -1), ways: (cells.at(-1) ?? '').replaceAll(' ', '') };
  });
const yesNo = [true, false];
const word = (is: boolean) => (is ? 'yes' : 'no');

type Case = { readonly opener: string; readonly facts: WindowFacts; readonly sending: Sending };
const cases = (['none', 'one', 'meta'] as const).flatMap((opener) =>
  channels.flatMap((channel) =>
    yesNo.flatMap((humanAgent) =>
      yesNo.flatMap((utilityTemplates) =>
        (['person', 'automation'] as const).flatMap((by) =>
          yesNo.flatMap((confirmed) =>
            (['free', 'template'] as const).map((what): Case => {
              const key = opener === 'meta' ? 'one, closed by Meta after an hour' : opener;
              const rights = { humanAgent, utilityTemplates };
              const sending = { rights, what, by, confirmed };
              return { opener, facts: facts({ channel, ...openers[key] }), sending };
            }),
          ),
        ),
      ),
    ),
  ),
);

function expectedOf({ opener, facts: { channel }, sending }: Case): readonly string[] {
  const { rights } = sending;
  const keys = [
    ...[sending.what, opener, channel, word(rights.humanAgent), word(rights.utilityTemplates)],
    ...[sending.by, word(sending.confirmed)],
  ];
  return rows
    .filter((row) => row.keys.every((key, index) => key === '*' || key === keys[index]))
    .map(({ ways }) => ways);
}

/** Free entry points that could be mistaken for a permission (ms after the opener), or none. */
const freeEntries = [null, 0, 72 * hour, 7 * day, 30 * day];

describe('what may be sent', () => {
  it('is in the table once for every case (must show 7)', () => {
    expect(cases).toHaveLength(288);
    expect(cases.filter((one) => expectedOf(one).length !== 1)).toEqual([]);
    expect(rows.filter(({ ways }) => ways.length !== times.length)).toEqual([]);
  });

  it.each(
    cases.map((one) => ({
      one,
      name: [
        ...[one.sending.what, one.facts.channel, `opener ${one.opener}`, one.sending.by],
        `human agent ${word(one.sending.rights.humanAgent)}`,
        `utility ${word(one.sending.rights.utilityTemplates)}`,
        `confirmed ${word(one.sending.confirmed)}`,
      ].join(', '),
    })),
  )('$name: as the table says at every edge, free entry or not (R-13, R-14, R-15, R-16, R-17)', ({ one }) => {
    const expected = [...(expectedOf(one)[0] ?? '')].map((letter) => letters[letter]);
    for (const until of freeEntries) {
      const asked = { ...one.facts, freeEntryUntil: until === null ? null : opened + until };
      const found = times.map((time) => {
        const way = wayOut(asked, one.sending, opened + time);
        const refusal = refuseSending(asked, one.sending, opened + time);
        expect(refusal).toEqual('refusal' in way ? way.refusal : null);
        return 'refusal' in way ? way.refusal.code : way.way;
      });
      expect(found).toEqual(expected);
    }
  });

  it('says with a refusal when it closed and until when a person may answer (R-16, R-17)', () => {
    const rights = { ...no, humanAgent: true };
    const messenger = facts({ channel: 'messenger' });
    expect(refuseSending(facts(), free, opened + day)).toEqual({
      code: 'window-closed',
      channel: 'whatsapp',
      closedAt: opened + day,
    });
    expect(refuseSending(messenger, { ...free, rights }, opened + day)).toEqual({
      code: 'human-agent-unconfirmed',
      until: opened + 7 * day,
    });
  });

  it.each(channels)('is nothing at all on %s while the customer is blocked (C11)', (channel) => {
    const blocked = facts({ channel, blocked: true });
    const rights = { humanAgent: true, utilityTemplates: true };
    for (const what of ['free', 'template'] as const) {
      for (const time of times) {
        const refusal = refuseSending(blocked, { ...free, rights, what, confirmed: true }, opened + time);
        expect(refusal).toEqual({ code: 'blocked' });
      }
    }
  });

  it('is free exactly where the window is open: one answer for all who ask (R-17)', () => {
    const expiry = fc.option(anyTime, { nil: null });
    fc.assert(
      fc.property(expiry, anyTime, (windowExpiresAt, now) => {
        const asked = facts({ windowExpiresAt, openedAt: windowExpiresAt && windowExpiresAt - day });
        const open = ['open', 'soon'].includes(windowState(asked, now));
        expect(refuseSending(asked, free, now) === null).toBe(open);
      }),
      { seed: 3 },
    );
  });
});

describe('a person’s seven days', () => {
  it.each<[Channel, boolean, number | null]>([
    ['whatsapp', true, null],
    ['messenger', true, opened + 7 * day],
    ['messenger', false, null],
    ['instagram', true, opened + 7 * day],
    ['instagram', false, null],
  ])('on %s, permission %s, end at %s (R-16)', (channel, humanAgent, end) => {
    expect(humanAgentUntil(facts({ channel }), { ...no, humanAgent })).toBe(end);
    expect(humanAgentUntil(facts({ channel, ...never }), { ...no, humanAgent })).toBeNull();
  });
});

describe('the free entry point', () => {
  it('is offered for 24 hours and lasts 72 (R-15)', () => {
    expect(freeEntryOfferedUntil(opened)).toBe(opened + day);
    expect(freeEntryEnd(opened)).toBe(opened + 72 * hour);
  });

  it('runs until its end and not at it (R-15)', () => {
    const until = opened + 72 * hour;
    expect(
      [until - 1, until, until + 1].map((now) => isFreeEntry(facts({ freeEntryUntil: until }), now)),
    ).toEqual([true, false, false]);
    expect(isFreeEntry(facts(), opened)).toBe(false);
  });
});
