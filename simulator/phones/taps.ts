/** What comes back when a customer taps something under a message of the business. */
import type { Option, View } from '../control.ts';
import { digits } from '../graph/accounts.ts';
import { record, records, text, type Json } from '../json.ts';
import { whatsappSaid } from '../whatsapp/say.ts';
import type { Ground, No } from './ground.ts';
import type { StoredMessage } from './messages.ts';
import { sayBody } from './say-body.ts';
import { viewOf } from './screen.ts';

type Tap = { readonly option: string; readonly data: Json };

/** Everything under the message, on its cards too. */
function optionsOf({ options, cards = [] }: View): readonly Option[] {
  return [...options, ...cards.flatMap((card) => card.options)];
}

/** Answers that are more than a title: a form, a place, a contact. */
async function structured(
  ground: Ground,
  message: StoredMessage,
  { option, data }: Tap,
): Promise<Json | No | null> {
  const { account, customer } = ground;
  const common = { accountId: account.id, replyTo: message.wamid };
  if (option === 'flow') {
    const interactive = record(message.message['interactive']);
    const token = record(record(interactive['action'])['parameters'])['flow_token'];
    const filled = { ...data, ...(token !== undefined && { flow_token: token }) };
    return whatsappSaid(ground, sayBody.parse({ ...common, kind: 'form', data: filled }));
  }
  if (option === 'location') {
    const place = { latitude: 38.7139, longitude: -9.1394, name: 'Home', ...data };
    return whatsappSaid(ground, sayBody.parse({ ...common, kind: 'location', ...place }));
  }
  if (option !== 'contact') return null;
  const card = { name: customer.name, phones: [`+${customer.phone}`] };
  const said = await whatsappSaid(ground, sayBody.parse({ ...common, kind: 'contacts', contacts: [card] }));
  if ('error' in said) return said;
  return {
    ...said,
    contacts: records(said['contacts']).map((one) => ({ ...one, origin: 'contact_request' })),
  };
}

function whatsappTap(
  ground: Ground,
  message: StoredMessage,
  { option, title, description, under }: Option,
): Json {
  const context = { from: digits(ground.account.displayNumber), id: message.wamid };
  if (message.message['type'] === 'template')
    return { context, type: 'button', button: { payload: option, text: title } };
  const [type, reply] =
    under === undefined
      ? ['button_reply', { id: option, title }]
      : ['list_reply', { id: option, title, ...(description && { description }) }];
  return { context, type: 'interactive', interactive: { type, [type]: reply } };
}

/** Quick replies that ask for data answer with it; `data.value` says which. */
function messagingTap(
  { customer }: Ground,
  view: View,
  { tapped, data }: { tapped: Option; data: Json },
): Json {
  const { option, title } = tapped;
  if (!view.quick || !view.options.includes(tapped)) return { postback: { title, payload: option } };
  const asked: Readonly<Record<string, string>> = {
    user_email: `customer${customer.phone.slice(-4)}@example.com`,
    user_phone_number: `+${customer.phone.slice(0, 12)}`,
  };
  const value = text(data['value']) || asked[option ?? ''];
  return value === undefined
    ? { text: title, quick_reply: { payload: option } }
    : { text: value, quick_reply: { payload: value } };
}

/** Type and content of what comes back, or why nothing does. */
export async function tapped(ground: Ground, message: StoredMessage, tap: Tap): Promise<Json | No> {
  const { account } = ground;
  const view = viewOf(account.channel, message.message);
  const options = optionsOf(view);
  const found =
    options.find(({ option }) => option === tap.option) ?? options.find(({ title }) => title === tap.option);
  if (found === undefined || found.option === null) {
    const known = options.flatMap(({ option }) => option ?? []).join(', ');
    return { error: `Nothing called "${tap.option}" can be tapped there. There is: ${known || 'nothing'}.` };
  }
  if (account.channel !== 'whatsapp') return messagingTap(ground, view, { tapped: found, data: tap.data });
  const rich =
    message.message['type'] === 'interactive'
      ? await structured(ground, message, { ...tap, option: found.option })
      : null;
  return rich ?? whatsappTap(ground, message, found);
}
