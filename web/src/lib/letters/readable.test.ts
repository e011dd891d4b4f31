import { expect, test } from 'vitest';
import { readable } from './readable.ts';

test.each([
  ['{}', '{}'],
  ['[{}]', '[\n  {}\n]'],
  ['{"a":1,"b":[true,null]}', '{\n  "a": 1,\n  "b": [\n    true,\n    null\n  ]\n}'],
  ['{"text":"a{b}, \\"c\\": [d]"}', '{\n  "text": "a{b}, \\"c\\": [d]"\n}'],
])('%s is indented', (raw, shown) => {
  expect(readable(raw)).toBe(shown);
});

test('the digits of a large id are not lost (R-40)', () => {
  expect(readable('{"id":17841400000000000123}')).toBe('{\n  "id": 17841400000000000123\n}');
});

test('what is no JSON is shown as it came', () => {
  expect(readable('{"a":')).toBe('{"a":');
});
