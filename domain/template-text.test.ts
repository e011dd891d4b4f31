import { describe, expect, it } from 'vitest';
import { addressBefore, fillIn, strangeIn, variablesIn } from './template-text.ts';

describe('variables of a text', () => {
  it.each([
    ['Hello {{1}}, {{2}} and {{1}}', ['1', '2']],
    ['{{2}} before {{1}}, and {{10}}', ['1', '2', '10']],
    ['Hello {{ name }}, {{day}}', ['name', 'day']],
    ['{{', []],
    ['{ {1} } {{}} {{ }}', []],
    ['{{a b}}', []],
  ])('of “%s” are %j', (said, variables) => {
    expect(variablesIn(said)).toEqual(variables);
  });

  it('are filled in wherever they stand; those without a value stay', () => {
    const values = new Map([
      ['1', '$& Ana'],
      ['2', ''],
    ]);
    expect(fillIn('{{1}} {{ 1 }} {{2}} {{3}}', values)).toBe('$& Ana $& Ana {{2}} {{3}}');
  });

  it('end an address', () => {
    expect(addressBefore('https://x.example/a?b={{1}}')).toBe('https://x.example/a?b=');
    expect(addressBefore('https://x.example/a')).toBe('https://x.example/a');
  });

  it.each([
    ['a\nb', /line break/],
    ['a\u2028b', /line break/],
    ['a\tb', /tab/],
    ['a    b', /four spaces/],
    ['a   b', null],
    ['', null],
  ])('Meta’s rule for values (132018): %j', (said, problem) => {
    if (problem) expect(strangeIn(said)).toMatch(problem);
    else expect(strangeIn(said)).toBeNull();
  });
});
