/** What a webhook body would mean, as plain rows: for `npm run inspect`. Nothing is stored. */
import type { Broken, ChannelEvent, ConversationEvent } from '../channels/channel.ts';
import { isMadeId } from '../channels/tolerant.ts';
import { isUnattributed } from '../channels/whatsapp/parse-place.ts';
import { understand, understandSample } from './understand.ts';

/** One row; absent and empty mean the same. */
export type Meaning = {
  readonly kind: string;
  readonly channel: string;
  readonly account_id?: string;
  readonly peer_id?: string;
  readonly direction?: 'in' | 'out';
  readonly message_id?: string;
  readonly text?: string;
  readonly media: readonly string[];
  readonly ref_id?: string;
  readonly status?: string;
  readonly error_code?: string;
};

/** What a row says of its event besides whose it is. */
type Said = Pick<Meaning, 'kind' | 'message_id'> & Partial<Meaning>;

/** What happened in the conversation. */
type Written = Extract<ConversationEvent, { type: 'message' | 'echo' }>;

function kindOfWritten(event: Written): string {
  if (event.history) return 'history';
  if (event.type === 'echo') return 'echo';
  return event.content.kind === 'choice' && event.content.of === 'postback' ? 'postback' : 'message';
}

/** What is shared: its address, and those that stand in lines of their own because something else is shown. */
function linksOf(event: ConversationEvent): string[] {
  if (!('content' in event) || event.content.kind === 'text') return [];
  const { content } = event;
  const shared = content.kind === 'share' && content.url ? [content.url] : [];
  return [...shared, ...content.text.split('\n').filter((line) => /^https?:\/\/\S+$/.test(line))];
}

/** Where the files are: WhatsApp's media ids, addresses elsewhere. The picture of an ad is none of the message's. */
function mediaOf(event: ConversationEvent): string[] {
  const sources = 'sources' in event ? (event.sources ?? []) : [];
  const files = sources.flatMap(({ slot, mediaId, url }) => (slot === 'ad' ? [] : (mediaId ?? url ?? [])));
  return [...new Set([...files, ...linksOf(event)])];
}

function writtenOf(event: Written): Said {
  return {
    kind: kindOfWritten(event),
    direction: event.type === 'echo' ? 'out' : 'in',
    message_id: event.id,
    text: event.content.text,
    ref_id: event.quotes ?? event.story?.id ?? '',
    error_code: event.type === 'message' ? (event.error?.code ?? '') : '',
  };
}

const own = (from: string): 'in' | 'out' => (from === 'business' ? 'out' : 'in');
/** What the business edits or takes back elsewhere is not the customer's. */
const kindFrom = (from: string, kind: string): string => (from === 'business' ? `echo-${kind}` : kind);

function saidOf(event: ConversationEvent): Said {
  switch (event.type) {
    case 'message':
    case 'echo':
      return writtenOf(event);
    case 'status':
      return {
        kind: 'status',
        direction: 'out',
        message_id: event.id,
        status: event.step,
        error_code: event.error?.code ?? '',
      };
    case 'watermark':
      return {
        kind: event.step === 'read' ? 'read' : 'delivery',
        direction: 'out',
        message_id: event.ids.join(','),
        status: event.step,
      };
    case 'reaction':
      return {
        kind: 'reaction',
        direction: own(event.from),
        message_id: event.id,
        ref_id: event.target,
        text: event.emoji,
      };
    case 'edit':
      return {
        kind: kindFrom(event.from, 'edit'),
        direction: own(event.from),
        // Messenger and Instagram give an edit no id of its own.
        message_id: event.id || event.target,
        ref_id: event.target,
        text: event.content.text,
      };
    case 'unsend':
      return {
        kind: kindFrom(event.from, 'delete'),
        direction: own(event.from),
        message_id: event.id,
        ref_id: event.target,
      };
    case 'notice':
      return {
        kind: event.word,
        direction: event.happening.what === 'call' ? own(event.happening.from) : 'in',
        message_id: event.id,
        text: event.text ?? '',
        ref_id: event.refId ?? '',
      };
  }
}

function meaningOf(event: ChannelEvent): Meaning {
  const { channel, accountId } = event;
  if (event.type === 'account') {
    return { kind: `account.${event.kind}`, channel, account_id: accountId, media: [] };
  }
  const said = saidOf(event);
  const { message_id: id = '' } = said;
  return {
    ...said,
    channel,
    account_id: accountId,
    peer_id: event.peer,
    message_id: isMadeId(id) ? '' : id,
    media: mediaOf(event),
    ...(event.elsewhere && { kind: 'standby' }),
  };
}

/** What a broken part says all the same, else why it is broken. */
function lost(broken: Broken): Meaning {
  const { channel, reason } = broken;
  return isUnattributed(broken)
    ? meaningOf(broken.event)
    : { kind: 'broken', channel, text: reason, media: [] };
}

/** A sample of Meta's dashboard is kept for admins; here it is shown as what it would mean. */
function sampleOrItself(event: ChannelEvent): ChannelEvent {
  return (event.type === 'account' ? understandSample(event).events[0] : undefined) ?? event;
}

/** Everything that `body` says; what could not be understood stands as kind `broken` with its reason as text. */
export function meaningsOf(body: unknown): Meaning[] {
  const { events, broken } = understand(body);
  return [...events.map(sampleOrItself).map(meaningOf), ...broken.map(lost)];
}
