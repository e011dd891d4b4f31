import { expect, test } from 'vitest';
import { template } from '#domain/testing/templates.ts';
import { TemplateFiles } from '../../state/template-files.svelte.ts';
import { Picker } from './picker.svelte.ts';

function open(all = [template({ name: 'a', body: '{{1}}' }), template({ name: 'b' })]) {
  let templates = $state.raw(all);
  const uploaded = { uploadId: 'u', type: 'image', mime: 'image/png', bytes: 1 } as const;
  const files = new TemplateFiles({
    upload: () => Promise.resolve({ ok: true, value: uploaded, cookies: [] }),
    address: () => 'blob:1',
    onSignedOut: () => {},
  });
  const picker = new Picker({
    templates: () => templates,
    files,
    now: () => 0,
    begin: ({ name }) => (name === 'a' ? { 'body.1': { type: 'text', text: 'last' } } : {}),
    refuses: ({ status }) => (status === 'approved' ? null : 'No.'),
  });
  return { picker, files, now: (some: typeof all) => (templates = some) };
}

test('the first of the list is looked at; arrows go on to its ends', () => {
  const { picker } = open();
  const at = () => picker.active?.name;
  expect(at()).toBe('a');
  picker.move(-1);
  expect(at()).toBe('a');
  picker.move(1);
  picker.move(1);
  expect(at()).toBe('b');
  picker.move(-1, true);
  expect(at()).toBe('a');
  picker.move(1);
  picker.search('a');
  expect(at()).toBe('a');
});

test('what was filled in stays with its template', () => {
  const { picker } = open();
  const [field] = picker.fields;
  if (!field) throw new Error('no field');
  expect(picker.text(field)).toBe('last');
  picker.fill(field, { type: 'text', text: 'own' });
  picker.move(1);
  picker.move(-1);
  expect(picker.text(field)).toBe('own');
  expect(picker.draft()?.shown.text).toBe('own');
  expect(picker.ready).toBe(true);
  picker.fill(field, null);
  expect(picker.ready).toBe(false);
  expect([...picker.problems.keys()]).toEqual(['body.1']);
});

test('one that Meta pauses goes from the list, and is not sent while it is looked at', () => {
  const { picker, now } = open();
  picker.move(1);
  picker.take();
  expect([picker.ready, picker.filling]).toEqual([true, true]);
  now([template({ name: 'a', body: '{{1}}' }), template({ name: 'b', status: 'paused' })]);
  expect(picker.rows.map(({ name }) => name)).toEqual(['a']);
  expect(picker.active?.name).toBe('b');
  expect([picker.ready, picker.refusal]).toEqual([false, 'No.']);
  picker.showsAll = true;
  expect(picker.rows.map(({ name }) => name)).toEqual(['a', 'b']);
  now([template({ name: 'a' })]);
  expect(picker.active?.name).toBe('a');
});

test('a file is seen at once, and sent when it is on the server', async () => {
  const { picker, files } = open([template({ name: 'a', header: { type: 'file', file: 'image' } })]);
  const [field] = picker.fields;
  if (!field) throw new Error('no field');
  files.choose(picker.fileKey(field), new File(['x'], 'a.png', { type: 'image/png' }), 'image');
  expect(picker.preview()?.values.header).toMatchObject([{ file: { name: 'a.png' } }]);
  expect(picker.ready).toBe(false);
  await Promise.resolve();
  await Promise.resolve();
  expect(picker.ready).toBe(true);
  expect(picker.draft()?.values.header).toMatchObject([{ file: { uploadId: 'u' } }]);
});

test('without templates nothing is looked at', () => {
  const { picker } = open([]);
  picker.move(1);
  picker.take();
  expect([picker.active, picker.draft(), picker.preview(), picker.ready]).toEqual([null, null, null, false]);
});
