/** A file of a customer: from Meta into the bucket, while Meta keeps it. */
import type { Access } from '../accounts/accounts.ts';
import type { FileSource, GraphAnswer } from '../channels/channel.ts';
import { judgeAnswer, judgeError } from '../channels/errors.ts';
import { callGraph, downloadFromMeta, type Download } from '../channels/graph.ts';
import type { Env } from '../env.ts';
import { log, logFailure } from '../log.ts';
import { z } from 'zod';
import { mostBytes, storeFile, type Stored } from './store.ts';

type Place = Pick<Env, 'MEDIA' | 'GRAPH_URL' | 'INSTAGRAM_GRAPH_URL' | 'GRAPH_VERSION'>;

/** `later`: not before `afterMs`; nobody counts the tries here. `lost`: it cannot be had any more. */
export type Fetched =
  | { readonly state: 'here'; readonly mime: string; readonly bytes: number }
  | { readonly state: 'later'; readonly afterMs: number }
  | { readonly state: 'lost'; readonly sentence: string };

export type Wanted = {
  readonly source: FileSource;
  /** Where it shall lie in the bucket (keys.ts). */
  readonly key: string;
};

const soon = 30_000;
/** An admin has something to do first. */
const whenConnected = 5 * 60_000;

const sendAgain = 'Ask the customer to send it again.';
const gone: Fetched = { state: 'lost', sentence: `Meta does not keep this file any more. ${sendAgain}` };
const addressless: Fetched = {
  state: 'lost',
  sentence: `Meta gave no address that this file can be fetched from. ${sendAgain}`,
};
const tooLarge: Fetched = {
  state: 'lost',
  sentence: `This file is larger than ${mostBytes / 1024 / 1024} MB and was not fetched. Ask the customer for a smaller one.`,
};
const later = (afterMs: number | null): Fetched => ({ state: 'later', afterMs: afterMs ?? soon });

const resolved = z.object({ url: z.string().min(1) });

/** An address of five minutes, or what stands in its way (Meta, "Media"). */
function addressIn(answer: GraphAnswer): string | Fetched {
  const url = answer.type === 'ok' ? resolved.safeParse(answer.body).data?.url : undefined;
  if (url !== undefined) return url;
  const result = judgeAnswer('whatsapp', answer, { expectsId: false });
  if (result.type === 'later') return later(result.afterMs);
  if (result.type !== 'failed') return later(null);
  return judgeError('whatsapp', result.error).kind === 'account' ? later(whenConnected) : gone;
}

async function resolve(place: Place, access: Access, mediaId: string): Promise<string | Fetched> {
  const query = { phone_number_id: access.accountId };
  return addressIn(
    await callGraph(place, access, { method: 'GET', path: encodeURIComponent(mediaId), query }),
  );
}

/** What a stored file means for its message. */
function told(stored: Stored, key: string): Fetched {
  switch (stored.state) {
    case 'here':
      return stored;
    case 'too-large':
      return tooLarge;
    case 'cut':
    case 'other':
      log('media.not-whole', { key, state: stored.state });
      return later(null);
  }
}

const isOver = ({ status }: { status: number }): boolean => [400, 401, 403, 404, 410].includes(status);

type Reply = { readonly download: Download; readonly wanted: Wanted; readonly withToken: boolean };

async function take(place: Place, { download, wanted, withToken }: Reply): Promise<Fetched> {
  switch (download.type) {
    case 'ok': {
      const { sha256 } = wanted.source;
      const stored = await storeFile(place.MEDIA, wanted.key, {
        ...download,
        ...(sha256 !== undefined && { sha256 }),
      });
      return told(stored, wanted.key);
    }
    case 'refused':
      if (!isOver(download)) return later(download.retryAfterMs);
      // With a fresh address it is the token that is not good, and that can be mended while Meta keeps the file.
      return withToken ? later(whenConnected) : gone;
    case 'forbidden':
      log('media.address-refused', { key: wanted.key, why: download.why });
      return addressless;
    case 'no-answer':
      return later(null);
  }
}

async function fetchById(
  place: Place,
  access: Access,
  wanted: Wanted & { mediaId: string },
): Promise<Fetched> {
  const address = await resolve(place, access, wanted.mediaId);
  if (typeof address !== 'string') return address;
  return take(place, { download: await downloadFromMeta(place, address, access), wanted, withToken: true });
}

async function fetchFrom(place: Place, access: Access | null, wanted: Wanted): Promise<Fetched> {
  const { url, mediaId } = wanted.source;
  const speaker = access?.channel === 'whatsapp' ? access : null;
  if (url !== undefined) {
    const download = await downloadFromMeta(place, url, speaker);
    const failed = download.type === 'forbidden' || (download.type === 'refused' && isOver(download));
    if (mediaId === undefined || !failed) return take(place, { download, wanted, withToken: false });
  }
  if (mediaId === undefined) return addressless;
  return speaker ? fetchById(place, speaker, { ...wanted, mediaId }) : later(whenConnected);
}

/**
 * Fetches one file of a message into the bucket. WhatsApp: by the address of the webhook if there is one, else, or when that
 * has run out, by the media id, with the account's token; elsewhere by the address, without a token. Null for `access` is an
 * account that is not connected, or a channel that needs none. Never throws.
 */
export async function fetchFile(place: Place, access: Access | null, wanted: Wanted): Promise<Fetched> {
  try {
    return await fetchFrom(place, access, wanted);
  } catch (failure) {
    logFailure('media.not-stored', failure, { key: wanted.key });
    return later(null);
  }
}
