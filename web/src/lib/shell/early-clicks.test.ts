import { expect, test } from 'vitest';
import { meant } from './early-clicks.ts';

const now = 60_000;
/** Targets by their names; what stands before the dot is the control. */
const target = (name: string) => Object.assign(new EventTarget(), { name });

test.for([
  ['nothing was clicked', [], []],
  ['two things', ['row', 'panel'], ['row', 'panel']],
  ['one thing by somebody impatient', ['panel.icon', 'panel', 'panel.icon'], ['panel.icon']],
  ['there and back', ['row', 'panel', 'row'], ['row', 'panel', 'row']],
] as const)('%s: each is done once, in order', ([_title, names, done]) => {
  const clicks = names.map((name) => ({ target: target(name), timeStamp: now - 500 }));
  const control = (one: EventTarget | null) => (one as ReturnType<typeof target>).name.split('.')[0];
  expect(meant(clicks, now, control).map((one) => one.target.name)).toEqual(done);
});

test('what was clicked long ago is not done any more', () => {
  const clicks = [11_000, 9_000].map((ago) => ({ target: target(`${ago}`), timeStamp: now - ago }));
  expect(meant(clicks, now, (one) => one)).toEqual([clicks[1]]);
});
