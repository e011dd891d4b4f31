/** The three channels and one table of what each can do. */

export const channels = ['whatsapp', 'messenger', 'instagram'] as const;
export type Channel = (typeof channels)[number];

type Abilities = {
  /** The name a person reads. */
  readonly label: string;
  /** Longest text that may be sent, in `textUnit`s. */
  readonly textLimit: number;
  readonly textUnit: 'characters' | 'bytes';
  /** Whether the channel reports a delivery between sent and read (Instagram does not: R-10). */
  readonly reportsDelivered: boolean;
};

/** Limits: Meta's send pages, see docs/channels. */
export const abilities: Readonly<Record<Channel, Abilities>> = {
  whatsapp: {
    label: 'WhatsApp',
    textLimit: 4096,
    textUnit: 'characters',
    reportsDelivered: true,
  },
  messenger: {
    label: 'Messenger',
    textLimit: 2000,
    textUnit: 'characters',
    reportsDelivered: true,
  },
  instagram: {
    label: 'Instagram',
    textLimit: 1000,
    textUnit: 'bytes',
    reportsDelivered: false,
  },
};

/** Length of `text` in UTF-8 bytes. */
function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** How long `text` is in the unit that `channel` counts in. */
export function textLength(channel: Channel, text: string): number {
  return abilities[channel].textUnit === 'bytes' ? utf8Bytes(text) : [...text].length;
}
