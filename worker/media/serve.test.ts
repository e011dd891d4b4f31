import { describe, expect, test } from 'vitest';
import { mediaKey, pictureKey, uploadKey } from './keys.ts';
import { rangeOf } from './serve.ts';

describe('ranges of a file of 1000 bytes (RFC 9110)', () => {
  test.each<[string | null, ReturnType<typeof rangeOf>]>([
    [null, null],
    ['bytes=0-', { offset: 0, length: 1000 }],
    ['bytes=0-0', { offset: 0, length: 1 }],
    ['bytes=200-499', { offset: 200, length: 300 }],
    ['bytes=900-5000', { offset: 900, length: 100 }],
    ['bytes=-100', { offset: 900, length: 100 }],
    ['bytes=-5000', { offset: 0, length: 1000 }],
    ['bytes=999-', { offset: 999, length: 1 }],
    ['bytes=1000-', 'none'],
    ['bytes=1000-2000', 'none'],
    ['bytes=-0', 'none'],
    ['bytes=500-499', null],
    ['bytes=-', null],
    ['bytes=0-1,5-6', null],
    ['lines=0-5', null],
    ['bytes=a-b', null],
  ])('%s', (header, range) => {
    expect(rangeOf(header, 1000)).toEqual(range);
  });

  test('an empty file has none', () => {
    expect(rangeOf('bytes=0-', 0)).toBe('none');
  });
});

describe('where files lie', () => {
  test('an id of Meta’s never leads out of its conversation', () => {
    expect(mediaKey('abc', 'wamid.HBg/../=+', '0')).toBe('conversation/abc/wamid.HBg%2F..%2F%3D%2B/0');
    expect(mediaKey('abc', '../other', '0')).not.toContain('/../');
    expect(pictureKey('a/b')).toBe('picture/a%2Fb');
  });

  test.each(['', '../conversation/abc', 'upload', '123', 'F0E1D2C3-0000-4000-8000-000000000000'])(
    '%s is no id of an upload',
    (id) => {
      expect(uploadKey(id)).toBeNull();
    },
  );
});
