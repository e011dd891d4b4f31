/** How a phone draws a WhatsApp message. */
import type { FileType, Option, ShownFile, View } from '../control.ts';
import { record, records, text, type Json } from '../json.ts';
import type { Hydrated } from './template-check.ts';

const fileTypes: readonly string[] = ['image', 'video', 'audio', 'document', 'sticker'];

function shownFile(type: string, id: unknown, content: Json): ShownFile {
  const kind = type === 'audio' && content['voice'] === true ? 'voice' : (type as FileType);
  const url = typeof id === 'string' ? `/control/media/${id}` : null;
  return { type: kind, url, name: text(content['filename']) || type };
}

function filesOf(message: Json, type: string): ShownFile[] {
  const content = record(message[type]);
  const id = message['file_id'] ?? content['id'];
  if (fileTypes.includes(type)) return [shownFile(type, id, content)];
  const header = record(content['header']);
  const kind = text(header['type']);
  if (type === 'interactive' && fileTypes.includes(kind)) return [shownFile(kind, id, record(header[kind]))];
  const file = type === 'template' ? (message['shown'] as Hydrated | undefined)?.file : null;
  return file ? [shownFile(file.type, message['file_id'], file.of)] : [];
}

/** Buttons of an approved template: only quick replies come back. */
function templateOptions({ buttons }: Pick<Hydrated, 'buttons'>): Option[] {
  return buttons.map(({ type, title, payload }) => ({
    title,
    option: type === 'QUICK_REPLY' ? payload : null,
  }));
}

function templateCards(message: Json, { cards }: Hydrated): View['cards'] {
  const ids: unknown = message['card_file_ids'];
  return cards.map(({ file, body, buttons }, index) => ({
    ...(file && { file: shownFile(file.type, Array.isArray(ids) ? ids[index] : null, file.of) }),
    title: '',
    subtitle: body,
    options: templateOptions({ buttons }),
  }));
}

function offerNote({ offer }: Hydrated): string[] {
  if (offer === null) return [];
  const until =
    offer.until === null
      ? ''
      : `, until ${new Date(offer.until).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return [`${offer.text}${until}`];
}

function rowOptions(action: Json): Option[] {
  const under = text(action['button']);
  return records(action['sections'])
    .flatMap((section) => records(section['rows']))
    .map((row) => ({
      option: text(row['id']),
      title: text(row['title']),
      description: text(row['description']),
      under,
    }));
}

const simpleActions: Readonly<Record<string, Option>> = {
  location_request_message: { option: 'location', title: 'Send location' },
  request_contact_info: { option: 'contact', title: 'Share contact info' },
};

function interactiveOptions(interactive: Json): Option[] {
  const action = record(interactive['action']);
  const parameters = record(action['parameters']);
  const type = text(interactive['type']);
  if (type === 'button') {
    return records(action['buttons']).map((button) => {
      const reply = record(button['reply']);
      return { option: text(reply['id']), title: text(reply['title']) };
    });
  }
  if (type === 'list') return rowOptions(action);
  if (type === 'cta_url') return [{ option: null, title: text(parameters['display_text']) }];
  if (type === 'flow') return [{ option: 'flow', title: text(parameters['flow_cta']) }];
  const simple = simpleActions[type];
  return simple === undefined ? [] : [simple];
}

/** The words of a contact, an order, a place. */
function structured(type: string, content: unknown): string | null {
  if (type === 'contacts') {
    return records(content)
      .map((card) => {
        const phones = records(card['phones']).map((phone) => text(phone['phone']) || text(phone['wa_id']));
        return [text(record(card['name'])['formatted_name']) || 'Contact', ...phones].join(' · ');
      })
      .join('\n');
  }
  const one = record(content);
  if (type === 'order') {
    const items = records(one['product_items']);
    const lines = items.map((item) => `${text(item['quantity'])} × ${text(item['product_retailer_id'])}`);
    return [text(one['text']), ...lines].filter(Boolean).join('\n');
  }
  if (type === 'location') {
    const place = [text(one['name']), text(one['address'])].filter(Boolean).join('\n');
    return place || `${text(one['latitude'])}, ${text(one['longitude'])}`;
  }
  return null;
}

function interactiveWords(content: Json): string {
  const body = text(record(content['body'])['text']);
  if (body !== '') return body;
  const form = record(content['nfm_reply']);
  if ('response_json' in form) return `${text(form['body'])} ${text(form['response_json'])}`.trim();
  const reply = record(content['button_reply'] ?? content['list_reply']);
  return text(reply['title']) || `[${text(content['type'])}]`;
}

function wordsOf(message: Json, type: string): string {
  const found = structured(type, message[type]);
  if (found !== null) return found;
  const content = record(message[type]);
  if (type === 'interactive') return interactiveWords(content);
  if (type === 'template')
    return (message['shown'] as Hydrated | undefined)?.body ?? `[${text(content['name'])}]`;
  const words = content['body'] ?? content['caption'] ?? content['emoji'] ?? content['text'];
  if (typeof words === 'string') return words;
  return fileTypes.includes(type) ? '' : `[${type}]`;
}

function notesOf(message: Json): string[] {
  const context = record(message['context']);
  const product = record(context['referred_product']);
  return [
    'referral' in message && 'from an ad',
    context['forwarded'] === true && 'forwarded',
    context['frequently_forwarded'] === true && 'forwarded many times',
    'group_id' in message && `in group ${text(message['group_id']).slice(0, 12)}`,
    'product_retailer_id' in product && `about ${text(product['product_retailer_id'])}`,
  ].filter((note) => note !== false);
}

/** What the phone draws of a message; `message` holds type and content in Meta's words. */
export function whatsappView(message: Json): View {
  const type = text(message['type']);
  const content = record(message[type]);
  const shown = type === 'template' ? (message['shown'] as Hydrated | undefined) : undefined;
  const header = shown?.header ?? text(record(content['header'])['text']);
  const footer = shown?.footer ?? text(record(content['footer'])['text']);
  const quotes = text(record(message['context'])['id']);
  return {
    type,
    text: wordsOf(message, type),
    files: filesOf(message, type),
    options: shown ? templateOptions(shown) : type === 'interactive' ? interactiveOptions(content) : [],
    notes: [...notesOf(message), ...(shown ? offerNote(shown) : [])],
    ...(shown && shown.cards.length > 0 && { cards: templateCards(message, shown) }),
    ...(header !== '' && { header }),
    ...(footer !== '' && { footer }),
    ...(quotes !== '' && { quotes }),
  };
}
