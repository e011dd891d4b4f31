import { expect, test } from 'vitest';
import type { Turn } from '../live/alone.ts';
import { Speaker } from './speaker.svelte.ts';

/** The line in which the tabs of a browser wait for a name. */
function playTurns(): Turn {
  const lines = new Map<string, (() => void)[]>();
  return (name, got) => {
    const line = lines.get(name) ?? [];
    lines.set(name, line);
    line.push(got);
    if (line[0] === got) got();
    return () => {
      const first = line[0] === got;
      line.splice(line.indexOf(got), 1);
      if (first) line[0]?.();
    };
  };
}

test('exactly one tab of a person speaks; when it goes, the next one does (B-66)', () => {
  const turn = playTurns();
  const [one, two, three] = [new Speaker(turn, 'ana'), new Speaker(turn, 'ana'), new Speaker(turn, 'ana')];
  const [stopOne, stopTwo] = [one.start(), two.start(), three.start()];
  const other = new Speaker(turn, 'rui');
  other.start();
  expect([one, two, three, other].map(({ speaks }) => speaks)).toEqual([true, false, false, true]);
  stopTwo();
  stopOne();
  expect([one, two, three].map(({ speaks }) => speaks)).toEqual([false, false, true]);
});
