/** What a customer says on WhatsApp, as the content of Meta's message. */
import { digits } from '../graph/accounts.ts';
import type { Json } from '../json.ts';
import { whatsappAddress } from '../media/serve.ts';
import { makeFile } from '../media/said.ts';
import type { Ground, No } from '../phones/ground.ts';
import { findMessage } from '../phones/messages.ts';
import type { Spoken } from '../phones/say-body.ts';

type Of<K extends Spoken['kind']> = Extract<Spoken, { kind: K }>;
type FileSpoken = Of<'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker'>;

const mostBytes = 100 * 1024 * 1024;

/** A kind that WhatsApp does not pass on. */
export function unsupported(type: string, code = 131051): Json {
  const title = 'Message type unknown';
  const details = 'Message type is currently not supported.';
  return {
    type: 'unsupported',
    errors: [{ code, title, message: title, error_data: { details } }],
    unsupported: { type },
  };
}

async function fileMessage({ simulation, account, base }: Ground, said: FileSpoken): Promise<Json> {
  const { kind, file, text } = said;
  if ((file.bytes ?? 0) > mostBytes) return unsupported(kind, 131052);
  const media = await makeFile(simulation.sql, account, { type: kind, file });
  const type = kind === 'voice' ? 'audio' : kind;
  const hasCaption = ['image', 'video', 'document'].includes(kind) && text;
  const content = {
    ...(hasCaption ? { caption: text } : {}),
    ...(kind === 'document' ? { filename: media.name } : {}),
    mime_type: media.mime,
    sha256: media.sha256,
    id: media.id,
    url: whatsappAddress(simulation, base, media),
    ...(type === 'audio' ? { voice: kind === 'voice' } : {}),
    ...(kind === 'sticker' ? { animated: said.animated ?? false } : {}),
  };
  return { type, [type]: content };
}

function card({ name, phones, emails, organisation }: Of<'contacts'>['contacts'][number]): Json {
  const [first = name, ...rest] = name.split(' ');
  return {
    name: { formatted_name: name, first_name: first, ...(rest.length > 0 && { last_name: rest.join(' ') }) },
    ...(phones.length > 0 && {
      phones: phones.map((phone) => ({ phone, wa_id: digits(phone), type: 'CELL' })),
    }),
    ...(emails.length > 0 && { emails: emails.map((email) => ({ email, type: 'HOME' })) }),
    ...(organisation !== undefined && { org: { company: organisation } }),
  };
}

const catalog = '194836987003835';

function order({ items, text }: Of<'order'>): Json {
  const lines = items.map(({ id, quantity, price, currency }) => ({
    ...{ product_retailer_id: id, quantity, item_price: price, currency },
  }));
  return { type: 'order', order: { catalog_id: catalog, text, product_items: lines } };
}

function form({ name, data }: Of<'form'>): Json {
  const reply = { name, body: 'Sent', response_json: JSON.stringify(data) };
  return { type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: reply } };
}

async function contentOf(ground: Ground, said: Spoken): Promise<Json | No> {
  switch (said.kind) {
    case 'text':
      return { type: 'text', text: { body: said.text } };
    case 'product':
      return { type: 'text', text: { body: said.text } };
    case 'image':
    case 'video':
    case 'audio':
    case 'voice':
    case 'document':
    case 'sticker':
      return fileMessage(ground, said);
    case 'location': {
      const { latitude, longitude, name, address } = said;
      const named = { ...(name !== undefined && { name }), ...(address !== undefined && { address }) };
      return { type: 'location', location: { latitude, longitude, ...named } };
    }
    case 'contacts':
      return { type: 'contacts', contacts: said.contacts.map(card) };
    case 'order':
      return order(said);
    case 'form':
      return form(said);
    case 'unsupported':
      return unsupported(said.type);
    case 'story-reply':
    case 'story-mention':
    case 'share':
    case 'ephemeral':
      return { error: `WhatsApp has no ${said.kind}. Use a customer on Instagram or Messenger.` };
  }
}

/** What it answers, and whether it was forwarded. Forwarded messages name no other. */
function contextOf({ simulation: { sql }, account }: Ground, said: Spoken): Json {
  if (said.forwarded !== undefined)
    return { context: { [said.forwarded === 'often' ? 'frequently_forwarded' : 'forwarded']: true } };
  const number = digits(account.displayNumber);
  if (said.kind === 'product') {
    const referred = { catalog_id: catalog, product_retailer_id: said.productId };
    return { context: { from: number, id: said.replyTo ?? '', referred_product: referred } };
  }
  if (said.replyTo === undefined) return {};
  const quoted = findMessage(sql, account.id, said.replyTo);
  return { context: { from: quoted?.sender === 'customer' ? quoted.phone : number, id: said.replyTo } };
}

/** Type and content of the message, or why it cannot be said. */
export async function whatsappSaid(ground: Ground, said: Spoken): Promise<Json | No> {
  const content = await contentOf(ground, said);
  if ('error' in content) return content;
  return {
    ...content,
    ...contextOf(ground, said),
    ...(said.referral === undefined ? {} : { referral: said.referral }),
    ...(said.group === undefined ? {} : { group_id: said.group }),
  };
}
