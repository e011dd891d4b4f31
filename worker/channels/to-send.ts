/** What is to leave, before it is written in a channel's own words. */
import type { Channel } from '#domain/channel.ts';
import type { Upload } from '#domain/content.ts';
import type { Draft } from '#domain/draft.ts';
import type { Recipient } from './channel.ts';

/** What Meta shall take for an upload: an id of Meta's, or an address it may fetch. Keyed by uploadId. */
export type MetaFile = { readonly id: string } | { readonly link: string };
export type MetaFiles = ReadonlyMap<string, MetaFile>;

export type ToSend = {
  readonly channel: Channel;
  /** Our id of the message; WhatsApp and Messenger give it back. */
  readonly id: string;
  readonly draft: Draft;
  readonly to: Recipient;
  /** Meta's id of the message that it answers. */
  readonly quotes?: string;
  /** A person answers after the window has closed. */
  readonly humanAgent: boolean;
  /** All of `uploadsOf(draft)`. */
  readonly files: MetaFiles;
};

export type ToReact = {
  readonly channel: Channel;
  readonly id: string;
  readonly to: Recipient;
  /** Meta's id of the message. */
  readonly target: string;
  /** '' removes. */
  readonly emoji: string;
  readonly humanAgent: boolean;
};

/** A mark under somebody's messages: read up to here, or typing. */
export type ToMark = {
  readonly to: Recipient;
  /** Meta's id of the customer's newest message that was seen; '' where there is none. */
  readonly messageId: string;
};

/** Where Meta finds a file. Throws where an upload was not put to Meta first: see `uploadsOf`. */
export function placeOf(file: Upload, files: MetaFiles): MetaFile {
  if ('link' in file) return { link: file.link };
  const place = files.get(file.uploadId);
  if (!place) throw new Error(`upload ${file.uploadId} is not at Meta`);
  return place;
}

/** A kind that the limits refuse for this channel (domain/limits.ts), so it cannot get here. */
export function notOnChannel(channel: Channel, kind: string): never {
  throw new Error(`${channel} has no ${kind}`);
}
