/** A smaller or plainer picture out of another, made on this device. */
import { fileLimits } from '#domain/limits.ts';
import { undecodable } from '../../state/why-not.ts';
import type { Attachment } from '../../state/attachment.ts';

/** The longer sides that are tried, in pixels: the first that is small enough is taken. */
const sides = [4096, 2560, 1920, 1280, 800];
/** Below this, people see it. */
const quality = 0.86;

type Picture = { readonly width: number; readonly height: number };

/** Sizes of a picture to try, largest first; never larger than it is. Pure. */
export function sizesOf({ width, height }: Picture): readonly Picture[] {
  const scales = [...new Set(sides.map((side) => Math.min(1, side / Math.max(width, height))))];
  return scales.map((scale) => ({
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  }));
}

async function drawn(bitmap: ImageBitmap, { width, height }: Picture): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  // JPEG knows no transparency: what shines through is white, as paper is.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  return canvas.convertToBlob({ type: 'image/jpeg', quality });
}

/** `cat.heic` → `cat.jpg`. */
export function jpegName(name: string): string {
  return `${name.replace(/\.[^.]{1,5}$/, '')}.jpg`;
}

/** A JPEG of the picture within `limit` bytes, turned as its camera was held; null when none could be made. */
async function smaller(file: Blob, name: string, limit: number): Promise<File | null> {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    try {
      for (const size of sizesOf(bitmap)) {
        const blob = await drawn(bitmap, size);
        if (blob.size <= limit) return new File([blob], jpegName(name), { type: 'image/jpeg' });
      }
      return null;
    } finally {
      bitmap.close();
    }
  } catch {
    // The browser cannot open it, or has no room to draw it: the same to a person.
    return null;
  }
}

/** What the channel takes in place of a picture that it refuses, or the sentence that says why there is none. */
export async function shrink(item: Attachment): Promise<File | { readonly sentence: string }> {
  const { channel, about, file } = item;
  const made = file && (await smaller(file, about.name, fileLimits(channel, 'image').bytes));
  return made ?? { sentence: undecodable(channel, about) };
}
