/** However a conversation changes, what was kept of its timeline is what a new one would show. */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { Message } from '#domain/message.ts';
import * as dates from '../words/dates.ts';
import { noneOpen, type ItemsInput } from './items.ts';
import { Sheet } from './sheet.ts';

const noon = Date.UTC(2026, 10, 21, 12);
const me = { id: 'p1', name: 'Ana' };
const picture = { kind: 'files', text: '', files: [{ type: 'image', state: 'here' }] } as const;

type Kind = 'text' | 'picture' | 'line';
type Step =
  | { readonly does: 'write'; readonly at: number; readonly kind: Kind; readonly out: boolean }
  | { readonly does: 'change' | 'drop' | 'divide'; readonly at: number }
  | { readonly does: 'undivide' }
  | { readonly does: 'wait' }
  | { readonly does: 'open' };

const at = fc.nat(400);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('write' as const),
      at,
      kind: fc.constantFrom('text', 'picture', 'line'),
      out: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('change', 'drop', 'divide'), at }) },
  fc.constantFrom({ does: 'undivide' as const }, { does: 'wait' as const }, { does: 'open' as const }),
);

function written({ at: minutes, kind, out }: Extract<Step, { does: 'write' }>, seq: number): Message {
  const common = { id: `m${seq}`, rev: 1, seq, at: noon + minutes * 30_000 };
  if (kind === 'line') return { ...common, direction: 'line', content: { kind: 'line', what: 'archived' } };
  const content = kind === 'picture' ? picture : ({ kind: 'text', text: `m${seq}` } as const);
  return { ...common, direction: out ? 'out' : 'in', content, ...(out && { by: me }) };
}

function after(input: ItemsInput, change: Step, seq: number): ItemsInput {
  const { messages, pending } = input;
  if (change.does === 'write') {
    const all = [...messages, written(change, seq)].sort((a, b) => a.at - b.at || a.seq - b.seq);
    return { ...input, messages: all };
  }
  if (change.does === 'wait') {
    const draft = { kind: 'text', text: 'Waits' } as const;
    const one = {
      clientId: `m${seq}`,
      conversationId: 'c',
      type: 'send',
      draft,
      at: noon + 9_999_999,
      refusal: null,
    } as const;
    return { ...input, pending: pending.length > 2 ? [] : [...pending, one] };
  }
  if (change.does === 'undivide') return { ...input, divider: null };
  if (change.does === 'open') {
    const line = messages.find(({ direction }) => direction === 'line');
    return { ...input, opened: new Set(line ? [line.id] : []) };
  }
  const place = change.at % Math.max(1, messages.length);
  const one = messages[place];
  if (!one) return input;
  if (change.does === 'drop') return { ...input, messages: messages.toSpliced(place, 1) };
  if (change.does === 'divide') return { ...input, divider: { messageId: one.id, count: change.at } };
  return { ...input, messages: messages.with(place, { ...one, rev: one.rev + 1 }) };
}

const empty: ItemsInput = { messages: [], pending: [], divider: null, zone: 'UTC', me, opened: noneOpen };

test('what is kept is what a new sheet shows, after any change', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
      const sheet = new Sheet();
      let input = empty;
      for (const [index, change] of steps.entries()) {
        input = after(input, change, index + 1);
        expect(sheet.items(input)).toEqual(new Sheet().items(input));
      }
    }),
    { numRuns: 400 },
  );
});

test('of ten thousand messages only those around a new one are looked at', () => {
  const messages = Array.from({ length: 10_000 }, (_none, seq) =>
    written({ does: 'write', at: seq, kind: 'text', out: Math.floor(seq / 3) % 2 === 1 }, seq),
  );
  const sheet = new Sheet();
  const before = sheet.items({ ...empty, messages });
  const keys = vi.spyOn(dates, 'dayKey');
  const appended = [...messages, written({ does: 'write', at: 10_001, kind: 'text', out: true }, 10_000)];
  const next = sheet.items({ ...empty, messages: appended });
  expect(next).toHaveLength(before.length + 1);
  const older = written({ does: 'write', at: -1, kind: 'text', out: true }, 10_001);
  expect(sheet.items({ ...empty, messages: [older, ...appended] }).length).toBeGreaterThan(next.length);
  expect(keys.mock.calls.length).toBeGreaterThan(0);
  expect(keys.mock.calls.length).toBeLessThan(100);
});
