import { expect, test } from 'vitest';
import { actsOf, type Act } from './banner-acts.ts';
import type { Banner } from './state.ts';

const at = 1;

test.each<readonly [string, Banner, readonly Act[]]>([
  ['C3', { kind: 'window-closed', channel: 'whatsapp', at, templates: true }, ['template']],
  ['C4', { kind: 'free-template', until: at }, ['template']],
  ['C5', { kind: 'human-agent', channel: 'messenger', until: at, templates: true }, ['person', 'template']],
  ['C6', { kind: 'window-closed', channel: 'instagram', at, templates: false }, ['comment']],
  ['C7, may take', { kind: 'assigned-other', name: 'Rui', mayTake: true }, ['take', 'comment']],
  ['C7, may not', { kind: 'assigned-other', name: 'Rui', mayTake: false }, ['ask', 'comment']],
  ['C8', { kind: 'unassigned', mayTake: true }, ['take']],
  ['C9', { kind: 'role', role: 'manager', mayTake: false }, ['comment']],
  ['C10', { kind: 'archived', mayReopen: true }, ['reopen']],
  ['C11', { kind: 'blocked', mayLift: true }, ['lift', 'comment']],
  ['C12, an admin', { kind: 'trouble', trouble: '', mayManage: true }, ['manage']],
  ['C12, an agent', { kind: 'trouble', trouble: '', mayManage: false }, []],
  ['C13', { kind: 'offline', waiting: 0 }, []],
  ['C16', { kind: 'collision', message: {} as never }, ['send-anyway', 'review']],
])('%s offers what can be done', (_name, banner, acts) => {
  expect(actsOf(banner, false)).toEqual(acts);
});

test('a draft that is kept can be copied, and used where templates may go (B-46)', () => {
  const closed = { kind: 'window-closed', channel: 'whatsapp', at, templates: true } as const;
  expect(actsOf(closed, true)).toEqual(['template', 'draft-template', 'draft-copy']);
  expect(actsOf({ ...closed, templates: false }, true)).toEqual(['comment', 'draft-copy']);
});
