import { describe, expect, it } from 'vitest';
import { fill, firstNameOf, holesIn, partsOf, variables, type Facts } from './variables.ts';

const facts: Facts = { name: 'Maria Silva', first_name: 'Maria', agent: 'Ana Reis', phone: '' };

describe('filling variables (B-50)', () => {
  it.each([
    ['Oi {{first_name}}, aqui é {{agent}}.', 'Oi Maria, aqui é Ana Reis.', []],
    ['{{ name }} {{NAME}}', 'Maria Silva Maria Silva', []],
    ['{{order}} is ready', '{{order}} is ready', ['order']],
    ['Call {{phone}} or write {{username}}', 'Call {{phone}} or write {{username}}', ['phone', 'username']],
    ['No braces { name } {name}', 'No braces { name } {name}', []],
    ['{{}} {{ }} {{{name}}}', '{{}} {{ }} {Maria Silva}', []],
    [
      '{{a\nb}} {{constructor}} {{__proto__}}',
      '{{a\nb}} {{constructor}} {{__proto__}}',
      ['constructor', '__proto__'],
    ],
    ['', '', []],
  ])('%j → %j', (text, filled, missing) => {
    expect(fill(text, facts)).toEqual({ text: filled, missing });
  });

  it('a customer whose name has braces makes no variable of it', () => {
    const filled = fill('Oi {{name}}', { name: '{{agent}}', agent: 'Ana' });
    expect(filled).toEqual({ text: 'Oi {agent}}', missing: [] });
  });

  it('every variable is filled by its fact', () => {
    const all = Object.fromEntries(variables.map((name) => [name, `«${name}»`]));
    const text = variables.map((name) => `{{${name}}}`).join(' ');
    expect(fill(text, all)).toEqual({ text: variables.map((name) => `«${name}»`).join(' '), missing: [] });
  });

  it('the stretches of a preview say what was filled and what is missing', () => {
    expect(partsOf('Oi {{first_name}}, {{x}}!', facts)).toEqual([
      { kind: 'plain', text: 'Oi ' },
      { kind: 'filled', text: 'Maria' },
      { kind: 'plain', text: ', ' },
      { kind: 'missing', text: '{{x}}' },
      { kind: 'plain', text: '!' },
    ]);
  });
});

it('what is left open is found where it stands', () => {
  expect(holesIn('a {{b}} {{ c d }}')).toEqual([
    { from: 2, to: 7, name: 'b' },
    { from: 8, to: 17, name: 'c d' },
  ]);
});

it.each([
  ['Maria Silva', 'Maria'],
  ['  Jo  da Cruz', 'Jo'],
  ['', ''],
  ['李雷', '李雷'],
])('one calls %j %j', (name, first) => {
  expect(firstNameOf(name)).toBe(first);
});
