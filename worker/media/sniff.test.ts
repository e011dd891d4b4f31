import { describe, expect, it, test } from 'vitest';
import { isShown, sniff } from './sniff.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

describe('the type of a file is what its bytes show', () => {
  test.each<[string, string, string]>([
    ['JPEG', '\xff\xd8\xff\xe0\0\x10JFIF', 'image/jpeg'],
    ['PNG', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'image/png'],
    ['GIF', 'GIF89a\x01\0', 'image/gif'],
    ['WebP', 'RIFF\x24\0\0\0WEBPVP8 ', 'image/webp'],
    ['WAV', 'RIFF\x24\0\0\0WAVEfmt ', 'audio/wav'],
    ['AVI', 'RIFF\x24\0\0\0AVI LIST', 'video/x-msvideo'],
    ['MP4', '\0\0\0\x18ftypmp42\0\0\0\0', 'video/mp4'],
    ['MP4 of another brand', '\0\0\0\x18ftypisom\0\0\0\0', 'video/mp4'],
    ['QuickTime', '\0\0\0\x14ftypqt  \0\0\0\0', 'video/quicktime'],
    ['3GP', '\0\0\0\x14ftyp3gp4\0\0\0\0', 'video/3gpp'],
    ['M4A', '\0\0\0\x20ftypM4A \0\0\0\0', 'audio/mp4'],
    ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0', 'image/heic'],
    ['Ogg', 'OggS\0\x02\0\0OpusHead', 'audio/ogg'],
    ['WebM', '\x1a\x45\xdf\xa3\x9fB\x86', 'video/webm'],
    ['MP3 with a tag', 'ID3\x03\0\0', 'audio/mpeg'],
    ['MP3 without one', '\xff\xfb\x90\x64', 'audio/mpeg'],
    ['AAC', '\xff\xf1\x50\x80', 'audio/aac'],
    ['AMR', '#!AMR\n\x3c', 'audio/amr'],
    ['PDF', '%PDF-1.7\n%\xe2\xe3', 'application/pdf'],
    ['ZIP', 'PK\x03\x04\x14\0', 'application/zip'],
    ['what nobody knows', '\x00\x01\x02\x03', 'application/octet-stream'],
    ['nothing', '', 'application/octet-stream'],
  ])('%s', (_title, head, mime) => {
    expect(sniff(bytes(head), '')).toBe(mime);
    expect(sniff(bytes(head), 'text/html')).toBe(mime);
    expect(sniff(bytes(head), 'image/svg+xml')).toBe(mime);
  });

  test.each<[string, string, string, string]>([
    ['audio in an MP4', '\0\0\0\x18ftypmp42', 'audio/mp4', 'audio/mp4'],
    ['audio in a 3GP', '\0\0\0\x14ftyp3gp4', 'audio/3gpp; codecs=amr', 'audio/3gpp'],
    ['audio in a WebM', '\x1a\x45\xdf\xa3', 'audio/webm;codecs=opus', 'audio/webm'],
    ['a video in an Ogg', 'OggS\0\x02', 'Video/OGG', 'video/ogg'],
    ['a Word document', 'PK\x03\x04\x14\0', docx, docx],
    [
      'an old Excel sheet',
      '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
      'application/vnd.ms-excel',
      'application/vnd.ms-excel',
    ],
    ['a JPEG that claims to be a PNG', '\xff\xd8\xff\xe0', 'image/png', 'image/jpeg'],
    ['a ZIP that claims to be a video', 'PK\x03\x04', 'video/mp4', 'application/zip'],
    ['noise that claims to be a picture', '\0\x01\x02', 'image/png', 'application/octet-stream'],
  ])('%s', (_title, head, declared, mime) => {
    expect(sniff(bytes(head), declared)).toBe(mime);
  });
});

describe('nothing that could run passes as anything but text', () => {
  test.each([
    ['a page', '<!doctype html><script>alert(1)</script>', 'text/html'],
    ['a page that claims to be a picture', '<html><body onload=alert(1)>', 'image/png'],
    ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'image/svg+xml'],
    ['a script', 'alert(1)', 'text/javascript'],
    ['XML', '<?xml version="1.0"?><x/>', 'application/xhtml+xml'],
  ])('%s', (_title, text, declared) => {
    const mime = sniff(utf8(text), declared);
    expect(mime).toBe('text/plain');
    expect(isShown(mime)).toBe(false);
  });

  it('text stays what it was declared to be, where that is harmless', () => {
    expect(sniff(utf8('name;price\nTea;3\n'), 'text/csv')).toBe('text/csv');
    expect(sniff(utf8('Grüße, 你好 👋'), 'text/plain; charset=utf-8')).toBe('text/plain');
  });

  it('a letter that is cut at the end of what was read is still text', () => {
    expect(sniff(utf8('Tee für zwei 👋').subarray(0, -2), '')).toBe('text/plain');
  });
});

test.each<[string, boolean]>([
  ['image/jpeg', true],
  ['image/webp', true],
  ['video/mp4', true],
  ['audio/ogg', true],
  ['application/pdf', true],
  ['image/svg+xml', false],
  ['text/html', false],
  ['text/plain', false],
  ['application/zip', false],
  ['application/octet-stream', false],
])('%s is shown in place: %s', (mime, shown) => {
  expect(isShown(mime)).toBe(shown);
});
