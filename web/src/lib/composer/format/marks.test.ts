import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMarked, markNames, toggled, type MarkName } from './marks.ts';

/** A text with what is selected in brackets; a lone | is the caret. */
function read(drawn: string): { text: string; from: number; to: number } {
  const caret = drawn.indexOf('|');
  if (caret >= 0) return { text: drawn.replace('|', ''), from: caret, to: caret };
  const from = drawn.indexOf('[');
  const to = drawn.indexOf(']') - 1;
  return { text: drawn.replace('[', '').replace(']', ''), from, to };
}

function draw(text: string, from: number, to: number): string {
  if (from === to) return `${text.slice(0, from)}|${text.slice(from)}`;
  return `${text.slice(0, from)}[${text.slice(from, to)}]${text.slice(to)}`;
}

function after(drawn: string, mark: MarkName): string {
  const { text, from, to } = read(drawn);
  const edit = toggled(text, { from, to }, mark);
  const { selected } = edit;
  return draw(text.slice(0, edit.from) + edit.text + text.slice(edit.to), selected.from, selected.to);
}

describe('a mark (B-33)', () => {
  it.each<[what: string, mark: MarkName, before: string, then: string]>([
    ['is put around what is selected', 'bold', 'a [big] sale', 'a *[big]* sale'],
    ['hugs the words, not the spaces', 'italic', 'a[ big ]sale', 'a _[big]_ sale'],
    ['is taken off again', 'bold', 'a *[big]* sale', 'a [big] sale'],
    ['is taken off where it is selected too', 'strike', 'a [~big~] sale', 'a [big] sale'],
    ['is found behind another mark', 'bold', 'a *_[big]_* sale', 'a _[big]_ sale'],
    ['is found within another mark that is selected', 'bold', '[_*big*_] sale', '[_big_] sale'],
    ['goes beside another one', 'italic', 'a *[big]* sale', 'a *_[big]_* sale'],
    ['takes the word around the caret', 'bold', 'a b|ig sale', 'a *b|ig* sale'],
    ['takes the word before the caret', 'bold', 'a big| sale', 'a *big|* sale'],
    ['knows letters of any script', 'bold', 'é bo|lão', 'é *bo|lão*'],
    ['leaves the word around the caret', 'bold', 'a *b|ig* sale', 'a b|ig sale'],
    ['waits for a word', 'mono', 'a | b', 'a ```|``` b'],
    ['goes where no word came', 'mono', 'a ```|``` b', 'a | b'],
    ['stands on every line for itself', 'bold', '[one\n\ntwo]', '[*one*\n\n*two*]'],
    ['leaves every line', 'bold', '[*one*\n\n*two*]', '[one\n\ntwo]'],
    ['comes to the lines that have none', 'bold', '[*one*\ntwo]', '[*one*\n*two*]'],
    [
      'stands behind what makes a list',
      'italic',
      '[- one\n1. two\n> three]',
      '- [_one_\n1. _two_\n> _three_]',
    ],
    ['stands behind what makes one line of it', 'bold', '[1. one]', '1. *[one]*'],
    ['of white space is two signs', 'bold', 'a[ ]b', 'a*|* b'],
    ['of mono takes many lines at once', 'mono', '[one\ntwo]', '```[one\ntwo]```'],
  ])('%s', (_what, mark, before, then) => {
    expect(after(before, mark)).toBe(then);
  });

  it('twice changes nothing', () => {
    const words = fc.stringMatching(/^[a-z ]{1,20}$/).filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(words, fc.constantFrom(...markNames), (text, mark) => {
        const selection = { from: 0, to: text.length };
        const once = toggled(text, selection, mark);
        const marked = text.slice(0, once.from) + once.text + text.slice(once.to);
        expect(isMarked(marked, once.selected, mark)).toBe(true);
        const twice = toggled(marked, once.selected, mark);
        expect(marked.slice(0, twice.from) + twice.text + marked.slice(twice.to)).toBe(text);
      }),
    );
  });
});
