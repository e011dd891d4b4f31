/** Files, and Meta as it serves and takes them, for tests in workerd. */
import { vi } from 'vitest';
import type { Access } from '../accounts/accounts.ts';

const bytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** Begins as a JPEG does; the rest counts up, so that any range of it can be told. */
export function picture(size = 10_000): Uint8Array<ArrayBuffer> {
  const whole = Uint8Array.from({ length: size }, (_, index) => index % 251);
  whole.set(bytes('\xff\xd8\xff\xe0'));
  return whole;
}

export const page = bytes('<!doctype html><script>alert(1)</script>');

export async function sha256(of: Uint8Array<ArrayBuffer>): Promise<string> {
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', of))));
}

/** A stream that nobody knows the length of. */
export function endless(chunk: Uint8Array, times: number): ReadableStream<Uint8Array> {
  let left = times;
  return new ReadableStream({
    pull(controller) {
      if (left === 0) return controller.close();
      left -= 1;
      controller.enqueue(chunk);
    },
  });
}

export function accessOf(channel: Access['channel'], accountId = '555'): Access {
  return {
    channel,
    accountId,
    token: 'EAAtoken',
    login: 'page',
    parentId: '',
    humanAgent: false,
    utilityTemplates: false,
    marksRead: false,
    groupId: null,
    trouble: null,
  };
}

export type FileAnswer = (request: Request) => Response | Promise<Response>;

/** What Meta is asked for; answers in the order of `script`, the last one for all that follow. */
export function playFiles(...script: readonly FileAnswer[]) {
  const asked: { url: string; token: string | null }[] = [];
  const spy = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    const answer = script[Math.min(asked.length, script.length - 1)];
    asked.push({ url: request.url, token: request.headers.get('authorization') });
    if (!answer) throw new Error('Nobody answers.');
    return answer(request);
  });
  return { asked, restore: (): void => spy.mockRestore() };
}
