/** Meta's own record of the two windows of a chat: 24 hours of free text, and the free entry point. Times in ms. */

const hour = 60 * 60 * 1000;
export const windowLength = 24 * hour;
const freeLength = 72 * hour;

/** What Meta remembers of a chat. */
export type Windows = {
  /** When the customer last wrote (something that counts). */
  readonly openerAt: number | null;
  /** When the customer came through an ad that was not answered yet. */
  readonly adAt: number | null;
  /** The free entry point: its id and its end. */
  readonly fepId: string | null;
  readonly fepUntil: number | null;
};

const openers = [
  ...[
    'text',
    'image',
    'video',
    'audio',
    'document',
    'sticker',
    'location',
    'contacts',
    'button',
    'interactive',
  ],
  ...['order', 'unsupported', 'call'],
];

/** Whether a customer's message of this type opens the window. */
function opens(type: string): boolean {
  return openers.includes(type);
}

/** Whether free text may be sent at `now`; the instant of expiry is already closed. */
export function isOpen({ openerAt }: Pick<Windows, 'openerAt'>, now: number): boolean {
  return openerAt !== null && now < openerAt + windowLength;
}

/** The windows after a customer's message at `at`. */
export function afterCustomer(
  windows: Windows,
  message: { type: string; at: number; fromAd: boolean },
): Windows {
  if (!opens(message.type)) return windows;
  return {
    ...windows,
    openerAt: Math.max(windows.openerAt ?? message.at, message.at),
    adAt: message.fromAd ? message.at : windows.adAt,
  };
}

/** The windows after an answer of the business at `now`: the first one within 24 h of an ad's message begins the free entry point. */
export function afterBusiness(windows: Windows, now: number, newId: () => string): Windows {
  if (windows.adAt === null) return windows;
  if (now >= windows.adAt + windowLength) return { ...windows, adAt: null };
  return { ...windows, adAt: null, fepId: newId(), fepUntil: now + freeLength };
}

/** The free entry point that runs at `now`, or null. */
export function freeEntry({ fepId, fepUntil }: Windows, now: number): { id: string; until: number } | null {
  return fepId !== null && fepUntil !== null && now < fepUntil ? { id: fepId, until: fepUntil } : null;
}
