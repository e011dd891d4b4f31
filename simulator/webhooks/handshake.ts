/** Meta's check of a webhook address: a GET with a challenge that must come back. */
import type { Handshake } from '../control.ts';
import type { Settings } from '../settings.ts';

/** Asks the product as Meta does when somebody saves the webhook address. */
export async function handshake(settings: Settings, verifyToken: string): Promise<Handshake> {
  const challenge = String(crypto.getRandomValues(new Uint32Array(1))[0]);
  const url = new URL(settings.productUrl);
  url.searchParams.set('hub.mode', 'subscribe');
  url.searchParams.set('hub.challenge', challenge);
  url.searchParams.set('hub.verify_token', verifyToken);
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(settings.answerTimeoutMs),
    });
    const text = (await response.text()).slice(0, 2000);
    return { ok: response.status === 200 && text === challenge, status: response.status, text, challenge };
  } catch (error) {
    return { ok: false, status: 0, text: error instanceof Error ? error.message : String(error), challenge };
  }
}
