/** What the business wrote, here or elsewhere. Pure. */
import type { FileType } from '#domain/content.ts';
import type { Delivery } from '#domain/delivery.ts';
import { eventTime } from '#domain/window.ts';
import type { EchoEvent } from '../channels/channel.ts';
import type { Change } from './change.ts';
import { learnNames } from './customer.ts';
import { isPlaceholder, refill } from './placeholder.ts';
import { adopt, hasArrived, heedWatermarks, report, settle, settleParked } from './settle.ts';
import type { StoredMessage } from './state.ts';
import { fetchFiles, written } from './written.ts';

/** How far back a send of ours may lie that an echo without our id can be of. */
const echoReach = 15 * 60 * 1000;
const candidates = 20;

/** A voice note comes back as a sound, a sticker as a picture. */
function looks(type: FileType | undefined): string {
  return type === 'voice' ? 'audio' : type === 'sticker' ? 'image' : (type ?? '');
}

function sameContent(ours: StoredMessage, event: EchoEvent): boolean {
  const { content } = ours;
  if (content.kind === 'files' && event.content.kind === 'files') {
    return looks(content.files[0]?.type) === looks(event.content.files[0]?.type);
  }
  if (!('text' in content) || content.text !== event.content.text) return false;
  return content.text !== '' || content.kind === event.content.kind;
}

/** A send of ours whose answer never came, and that says the same. */
function unansweredTwin(change: Change, event: EchoEvent, at: number): StoredMessage | null {
  let looked = 0;
  let oldest: StoredMessage | null = null;
  for (const message of change.outgoing(change.now)) {
    looked += 1;
    const waits = message.metaId === undefined && message.delivery?.state === 'unknown';
    if (waits && Math.abs(at - message.at) < echoReach && sameContent(message, event)) oldest = message;
    if (looked >= candidates) break;
  }
  return oldest;
}

/** Sends of ours that may be at Meta this very moment: the echo may be of one of them. */
function sending(change: Change): StoredMessage[] {
  const found: StoredMessage[] = [];
  let looked = 0;
  for (const message of change.outgoing(change.now)) {
    looked += 1;
    if (message.metaId === undefined && message.delivery?.state === 'queued') found.push(message);
    if (looked >= candidates) break;
  }
  return found;
}

function deliveryOf(event: EchoEvent, at: number): Delivery {
  const { step = 'sent' } = event;
  if (step !== 'failed') return { state: step, times: { [step]: at } };
  const sentence = 'This message failed on the phone it was sent from.';
  return {
    state: 'failed',
    times: { failed: at },
    failure: { kind: 'never', code: '', title: '', details: '', sentence },
  };
}

/** It was written elsewhere: an outgoing message with its origin. */
function addForeign(change: Change, event: EchoEvent): void {
  const at = eventTime(event.at, change.now);
  const { origin } = event;
  learnNames(change, event.names);
  if (event.elsewhere) change.setMark('elsewhere', true);
  // A person of the business has answered; an app that answers by itself has read nothing.
  const byPerson = origin === 'phone-app' || origin === 'meta-inbox';
  const newest = change.newestIncoming();
  const sawAll = newest === null || newest.at <= at;
  if (byPerson && sawAll && !event.history && change.head.unread > 0) change.setUnread([]);
  change.add({
    ...written(change, event),
    metaId: event.id,
    at,
    direction: 'out',
    origin,
    delivery: deliveryOf(event, at),
  });
  fetchFiles(change, event.id, event.sources);
  heedWatermarks(change, event.id);
  settleParked(change, event.id, event.id);
}

function isOurs(change: Change, ours: StoredMessage, event: EchoEvent): void {
  hasArrived(change, ours);
  report(change, ours, { state: 'sent', at: eventTime(event.at, change.now) });
  adopt(change, change.message(ours.id) ?? ours, event.id);
}

/** An echo of our own send is that send; any other is a message from elsewhere. */
export function decideEcho(change: Change, event: EchoEvent): void {
  const known = change.byMetaId(event.id);
  if (known && isPlaceholder(known)) return refill(change, known, event);
  if (known)
    return known.origin === undefined && known.direction === 'out' ? isOurs(change, known, event) : undefined;
  const ours = event.callbackId === undefined ? null : change.message(event.callbackId);
  if (ours?.delivery) return isOurs(change, ours, event);
  // Instagram gives nothing of ours back with an echo; the others do, so theirs is from elsewhere.
  if (event.channel === 'instagram' && !event.history) {
    const onTheirWay = sending(change);
    // Its answer will tell whose echo it is, before one is guessed for an older send that said the same.
    const isClear = !onTheirWay.some((message) => sameContent(message, event));
    const twin = isClear ? unansweredTwin(change, event, eventTime(event.at, change.now)) : null;
    if (twin) return isOurs(change, twin, event);
    if (onTheirWay.length > 0)
      return settle(change, { metaId: event.id, echo: event, arrivedAt: change.now });
  }
  addForeign(change, event);
}

/**
 * Echoes that waited for an answer of Meta's: whose answer never came are settled or become messages. What waited with
 * them under their id is taken in.
 */
export function decideWaitingEchoes(change: Change, waiting: readonly EchoEvent[]): void {
  for (const event of waiting) {
    if (change.byMetaId(event.id)) continue;
    const twin = unansweredTwin(change, event, eventTime(event.at, change.now));
    if (twin) isOurs(change, twin, event);
    else addForeign(change, event);
  }
}
