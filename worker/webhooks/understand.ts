/** One webhook body → what it says, whichever of the three Meta objects it is of. */
import { z } from 'zod';
import type { AccountEvent, Parsed } from '../channels/channel.ts';
import { instagram, parseInstagram } from '../channels/instagram/parse.ts';
import { sampled } from '../channels/messaging.ts';
import { messenger, parseMessenger } from '../channels/messenger/parse.ts';
import { keepLongNumbers, keepRaw } from '../channels/tolerant.ts';
import { parseWhatsApp } from '../channels/whatsapp/parse.ts';

const longNumber = /[:[,]\s*-?\d{16}/;

/**
 * Reads Meta's JSON. Integers beyond 2^53 become text, so that two ids never become one.
 * @throws SyntaxError
 */
export function readJson(text: string): unknown {
  return longNumber.test(text) ? JSON.parse(text, keepLongNumbers) : JSON.parse(text);
}

const body = z.looseObject({ object: z.string(), entry: z.array(z.unknown()) });

function broken(reason: string, raw: unknown): Parsed {
  return { events: [], broken: [{ channel: 'unknown', reason, raw: keepRaw(raw) }] };
}

/** Never throws: what cannot be understood comes back as `broken`, with its reason. */
export function understand(raw: unknown): Parsed {
  const parsed = body.safeParse(raw);
  if (!parsed.success) return broken('body without object and entry', raw);
  const { object, entry } = parsed.data;
  switch (object) {
    case 'whatsapp_business_account':
      return parseWhatsApp(entry);
    case 'page':
      return parseMessenger(entry);
    case 'instagram':
      return parseInstagram(entry);
    default:
      return broken(`unknown object ${object}`, raw);
  }
}

/** What a sample of Meta's dashboard (“Test”) would say if it came from a real account; nothing for other account events. */
export function understandSample(event: AccountEvent): Parsed {
  switch (event.channel) {
    case 'messenger':
      return sampled(messenger, event);
    case 'instagram':
      return sampled(instagram, event);
    case 'whatsapp':
      return { events: [], broken: [] };
  }
}
