import { describe, expect, test } from 'vitest';
import { addressOf, mayCarryToken } from './addresses.ts';

const origins = {
  GRAPH_URL: 'https://graph.facebook.com',
  INSTAGRAM_GRAPH_URL: 'https://graph.instagram.com',
};
const simulated = { GRAPH_URL: 'http://127.0.0.1:8788', INSTAGRAM_GRAPH_URL: 'http://127.0.0.1:8788' };

describe('what may be fetched', () => {
  test.each([
    'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&ext=2',
    'https://scontent.xx.fbcdn.net/v/t1.jpg?oh=1',
    'https://scontent-fra3-1.cdninstagram.com/v/clip.mp4',
    'https://mmg.whatsapp.net/v/file',
    'https://graph.facebook.com/v26.0/1',
  ])('%s', (address) => {
    expect(addressOf(address, origins)?.href).toBe(address);
  });

  test.each([
    ['no address', 'cat.jpg'],
    ['an empty one', ''],
    ['plain http', 'http://scontent.xx.fbcdn.net/t1.jpg'],
    ['another scheme', 'file:///etc/passwd'],
    ['data', 'data:text/html,hello'],
    ['a loopback address', 'https://127.0.0.1/'],
    ['a loopback address in one number', 'https://2130706433/'],
    ['a loopback address in hexadecimal', 'https://0x7f.1/'],
    ['IPv6', 'https://[::1]/'],
    ['cloud metadata', 'https://169.254.169.254/latest'],
    ['a bare name', 'https://localhost/'],
    ['a name inside', 'https://database.internal/'],
    ['a name inside with a dot at its end', 'https://database.internal./'],
    ['a name on this machine', 'https://admin.localhost/'],
    ['another port', 'https://example.com:8443/'],
    ['a password in it', 'https://user:secret@example.com/'],
    ['a name before the real host', 'https://graph.facebook.com@example.com/'],
  ])('not %s', (_title, address) => {
    expect(addressOf(address, origins)).toBeNull();
  });

  test('the stand-in for Meta, where one is configured, and nothing beside it', () => {
    expect(addressOf('http://127.0.0.1:8788/files/1', simulated)).not.toBeNull();
    expect(addressOf('http://127.0.0.1:8787/files/1', simulated)).toBeNull();
    expect(addressOf('http://localhost:8788/files/1', simulated)).toBeNull();
  });

  test('a redirect is read from where it came', () => {
    const base = new URL('https://lookaside.fbsbx.com/a/b');
    expect(addressOf('/c', origins, base)?.href).toBe('https://lookaside.fbsbx.com/c');
    expect(addressOf('//169.254.169.254/c', origins, base)).toBeNull();
  });
});

describe('who may see the token', () => {
  test.each([
    ['https://lookaside.fbsbx.com/x', true],
    ['https://mmg.whatsapp.net/x', true],
    ['https://graph.facebook.com/x', true],
    ['https://graph.instagram.com/x', true],
    ['https://scontent.xx.fbcdn.net/x', false],
    ['https://evil.fbsbx.com/x', false],
    ['https://whatsapp.net/x', false],
    ['https://evilfacebook.com/x', false],
    ['https://facebook.com.evil.example/x', false],
    ['http://www.facebook.com/x', false],
    ['https://www.facebook.com:444/x', false],
  ])('%s: %s', (address, may) => {
    expect(mayCarryToken(new URL(address), origins)).toBe(may);
  });

  test('the stand-in for Meta, where one is configured', () => {
    expect(mayCarryToken(new URL('http://127.0.0.1:8788/x'), simulated)).toBe(true);
  });
});
