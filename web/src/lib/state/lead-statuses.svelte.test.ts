import { expect, test, vi } from 'vitest';
import type { LeadStatus, Me } from '#domain/http.ts';
import { LeadStatuses } from './lead-statuses.svelte.ts';

const open: LeadStatus = { id: 'new', name: 'New', colour: 'blue', final: false };
const made: LeadStatus = { id: 'trial', name: 'Trial', colour: 'green', final: false };

test('a status that a frame told of before its answer came stands there once', async () => {
  let me = { leads: [open, made] } as unknown as Me;
  const api = { createLeadStatus: () => Promise.resolve({ ok: true, value: made, cookies: [] } as const) };
  const unused = { changeLeadStatus: vi.fn(), orderLeadStatuses: vi.fn(), dropLeadStatus: vi.fn() };
  const statuses = new LeadStatuses({
    api: { ...api, ...unused },
    session: { tell: vi.fn(), say: vi.fn(), change: (to) => (me = to(me)) },
    wait: () => Promise.resolve(),
  });
  expect(await statuses.add({ name: 'Trial', colour: 'green', final: false })).toBe(true);
  expect(me.leads).toEqual([open, made]);
});
