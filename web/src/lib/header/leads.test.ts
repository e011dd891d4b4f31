import { expect, test } from 'vitest';
import { messageOf } from '../state/fixtures.ts';
import { leadsOf } from './leads.ts';

test('the history of a lead is every change of its status, the newest first (R-28)', () => {
  const line = (id: string, to: string | null, by?: string) =>
    messageOf({
      ...{ id, at: Number(id), direction: 'line', content: { kind: 'line', what: 'lead', to } },
      ...(by && { by: { id: by, name: by } }),
    });
  const other = messageOf({ id: '2', direction: 'line', content: { kind: 'line', what: 'archived' } });
  expect(
    leadsOf([line('1', 'New'), other, messageOf(), line('3', 'Qualified', 'Ana'), line('4', null, 'Rui')]),
  ).toEqual([
    { id: '4', to: null, by: 'Rui', at: 4 },
    { id: '3', to: 'Qualified', by: 'Ana', at: 3 },
    { id: '1', to: 'New', by: null, at: 1 },
  ]);
});
