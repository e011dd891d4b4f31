import { describe, expect, it } from 'vitest';
import type { Channel } from './channel.ts';
import type { FileType, Upload } from './content.ts';
import type { Draft } from './draft.ts';
import { fileLimits, refuseDraft, takesMime } from './limits.ts';
import { expectRefused, expectTaken, megabyte, of, times, upload } from './testing/limits.ts';

const text = (said: string): Draft => ({ kind: 'text', text: said });
const files = (uploads: readonly Upload[], said = ''): Draft => ({
  kind: 'files',
  text: said,
  files: [...uploads],
});

describe('a text', () => {
  it.each<readonly [Channel, string]>([
    ['whatsapp', of(4096)],
    ['whatsapp', '🪟'.repeat(4096)],
    ['messenger', of(2000)],
    ['messenger', '🪟'.repeat(2000)],
    ['instagram', of(1000)],
    ['instagram', '🪟'.repeat(250)],
    ['instagram', 'नि'.repeat(166)],
  ])('of %s may be as long as the channel takes (R-17)', (channel, said) => {
    expectTaken(channel, text(said));
  });

  it.each<readonly [Channel, string, number, number]>([
    ['whatsapp', of(4097), 4096, 4097],
    ['messenger', of(2001), 2000, 2001],
    ['instagram', of(1001), 1000, 1001],
    ['instagram', '🪟'.repeat(251), 1000, 1004],
  ])('of %s that is longer says how much (R-17)', (channel, said, limit, length) => {
    expect(refuseDraft(channel, text(said))).toEqual({ code: 'text-too-long', limit, length });
  });

  it.each(['', '  ', '\n\t'])('of nothing is refused everywhere: %j', (said) => {
    for (const channel of ['whatsapp', 'messenger', 'instagram'] as const) {
      expect(refuseDraft(channel, text(said))).toEqual({ code: 'text-empty' });
    }
  });
});

describe('files', () => {
  it.each<readonly [Channel, FileType, string, number]>([
    ['whatsapp', 'image', 'image/jpeg', 5 * megabyte],
    ['whatsapp', 'video', 'video/3gpp', 16 * megabyte],
    ['whatsapp', 'audio', 'audio/mpeg', 16 * megabyte],
    ['whatsapp', 'voice', 'audio/ogg; codecs=opus', 16 * megabyte],
    ['whatsapp', 'document', 'application/pdf', 100 * megabyte],
    ['whatsapp', 'sticker', 'image/webp', 500 * 1024],
    ['messenger', 'image', 'image/gif', 8 * megabyte],
    ['messenger', 'video', 'video/quicktime', 25 * megabyte],
    ['messenger', 'audio', 'audio/x-anything', 25 * megabyte],
    ['messenger', 'voice', 'audio/mp4', 25 * megabyte],
    ['messenger', 'document', 'application/zip', 25 * megabyte],
    ['instagram', 'image', 'IMAGE/PNG', 8 * megabyte],
    ['instagram', 'video', 'video/webm', 25 * megabyte],
    ['instagram', 'audio', 'audio/wav', 25 * megabyte],
    ['instagram', 'voice', 'audio/mp4', 25 * megabyte],
    ['instagram', 'document', 'application/pdf', 25 * megabyte],
  ])('%s takes %s as %s up to %i bytes, and not one more', (channel, type, mime, bytes) => {
    for (const size of [1, bytes - 1, bytes]) expectTaken(channel, files([upload(type, mime, size)]));
    expectRefused(channel, files([upload(type, mime, bytes + 1)]), /larger than the \d+ [MK]B that/);
    expectRefused(channel, files([upload(type, mime, 0)]), /empty/);
    expect(fileLimits(channel, type).bytes).toBe(bytes);
  });

  it.each<readonly [Channel, FileType, string]>([
    ['whatsapp', 'image', 'image/webp'],
    ['whatsapp', 'image', 'image/gif'],
    ['whatsapp', 'video', 'video/quicktime'],
    ['whatsapp', 'audio', 'audio/webm'],
    ['whatsapp', 'voice', 'audio/mp4'],
    ['whatsapp', 'document', 'application/zip'],
    ['whatsapp', 'document', ''],
    ['messenger', 'image', 'image/webp'],
    ['messenger', 'audio', 'video/mp4'],
    ['instagram', 'audio', 'audio/mpeg'],
    ['instagram', 'voice', 'audio/ogg'],
    ['instagram', 'video', 'video/3gpp'],
    ['instagram', 'document', 'text/plain'],
  ])('%s takes no %s of %s, and says what it takes', (channel, type, mime) => {
    expectRefused(channel, files([upload(type, mime)]), /takes no .* of this kind/);
  });

  it('of a kind that the channel has not are refused, by upload or link', () => {
    for (const channel of ['messenger', 'instagram'] as const) {
      expect(fileLimits(channel, 'sticker')).toEqual({ mimes: [], bytes: 0 });
      expectRefused(channel, files([upload('sticker', 'image/webp')]), /takes no stickers/);
      expectRefused(channel, files([{ link: 'https://a.example/s', type: 'sticker' }]), /takes no stickers/);
    }
  });

  it('of an address may leave: only Meta sees how large they are', () => {
    for (const channel of ['whatsapp', 'messenger', 'instagram'] as const) {
      expectTaken(channel, files([{ link: 'https://a.example/p.png', type: 'image' }]));
    }
  });

  it('stand alone on WhatsApp and Messenger', () => {
    const two = [upload('image', 'image/png'), upload('image', 'image/png')];
    expectRefused('whatsapp', files(two), /2 files and WhatsApp takes 1/);
    expectRefused('messenger', files(two), /2 files and Messenger takes 1/);
  });

  it('may be ten pictures on Instagram, not eleven, and nothing else among them', () => {
    const picture = upload('image', 'image/png');
    expectTaken('instagram', files(times(10, () => picture)));
    expectRefused('instagram', files(times(11, () => picture)), /11 pictures and Instagram takes 10/);
    expectRefused('instagram', files([picture, upload('video', 'video/mp4')]), /only if all are pictures/);
  });

  it.each<readonly [FileType, string]>([
    ['image', 'image/png'],
    ['video', 'video/mp4'],
    ['document', 'application/pdf'],
  ])('of WhatsApp carry 1,024 characters under a %s', (type, mime) => {
    expectTaken('whatsapp', files([upload(type, mime)], '🪟'.repeat(1024)));
    expectRefused('whatsapp', files([upload(type, mime)], of(1025)), /1025 characters.*1024/);
  });

  it.each<readonly [Channel, FileType, string]>([
    ['whatsapp', 'audio', 'audio/mpeg'],
    ['whatsapp', 'voice', 'audio/ogg'],
    ['whatsapp', 'sticker', 'image/webp'],
    ['messenger', 'image', 'image/png'],
    ['messenger', 'document', 'application/pdf'],
    ['instagram', 'image', 'image/png'],
    ['instagram', 'video', 'video/mp4'],
  ])('of %s carry no words with a %s', (channel, type, mime) => {
    expectTaken(channel, files([upload(type, mime)], ' '));
    expectRefused(channel, files([upload(type, mime)], 'Look'), /takes no words with a/);
  });

  it('are known by their MIME type whatever its parameters and case', () => {
    const limits = { mimes: ['audio/ogg', 'video/*'], bytes: 1 };
    for (const mime of ['audio/ogg', 'Audio/OGG', 'audio/ogg; codecs=opus', 'audio/ogg;x', 'video/h264']) {
      expect(takesMime(limits, mime), mime).toBe(true);
    }
    for (const mime of ['', 'audio', 'audio/oggy', 'ogg', 'videos/x', '*/*']) {
      expect(takesMime(limits, mime), mime).toBe(false);
    }
  });
});

describe('locations and contacts', () => {
  const place: Draft = { kind: 'location', latitude: 1, longitude: 2 };
  const contact: Draft = { kind: 'contacts', contacts: [{ name: 'Ana', phones: [], emails: [] }] };

  it('go to WhatsApp only', () => {
    expectTaken('whatsapp', place);
    expectTaken('whatsapp', contact);
    for (const channel of ['messenger', 'instagram'] as const) {
      expectRefused(channel, place, /takes no locations/);
      expectRefused(channel, contact, /takes no contact cards/);
    }
  });

  it('need a name', () => {
    const nameless: Draft = { kind: 'contacts', contacts: [{ name: ' ', phones: ['1'], emails: [] }] };
    expectRefused('whatsapp', nameless, /Contact 1 has no name/);
  });
});
