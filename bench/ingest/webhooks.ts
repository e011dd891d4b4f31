/** Webhooks as Meta would send them, made and signed before any clock runs. */
import { createHmac } from 'node:crypto';
import type { Shot } from '../parts/load.ts';

export const appSecret = 'only-for-benches';
export const account = {
  id: '555000111',
  name: 'Bench',
  handle: '+1 555 000 1111',
  token: 'only-for-benches',
};
export const conversations = 200;

export type Webhook = Shot & {
  /** Meta's id of the one message inside. */
  readonly id: string;
  /** Phone of the customer, with a plus. */
  readonly phone: string;
};

const words = 'is the walnut sideboard still available in 180 cm and could it be here by Thursday'.split(' ');

function bodyOf(said: { readonly id: string; readonly from: string; readonly text: string }): string {
  const { id, from, text } = said;
  const bsuid = `US.${from}`;
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550001111', phone_number_id: account.id },
    contacts: [{ profile: { name: `Customer ${from.slice(-3)}` }, wa_id: from, user_id: bsuid }],
    messages: [
      {
        from,
        from_user_id: bsuid,
        id,
        timestamp: String(Math.floor(Date.now() / 1000)),
        type: 'text',
        text: { body: text },
      },
    ],
  };
  return JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '900', changes: [{ field: 'messages', value }] }],
  });
}

/** Makes webhooks with one text message each, no two alike; the first ones go through all customers once. */
export class Writer {
  readonly #chance: () => number;
  #made = 0;

  constructor(chance: () => number) {
    this.#chance = chance;
  }

  write(count: number): readonly Webhook[] {
    return Array.from({ length: count }, () => this.#one());
  }

  #one(): Webhook {
    const number = this.#made;
    this.#made += 1;
    const customer = number < conversations ? number : Math.floor(this.#chance() * conversations);
    const from = String(15550100000 + customer);
    const id = `wamid.bench.${number}`;
    const text = words.slice(Math.floor(this.#chance() * words.length)).join(' ');
    const body = new TextEncoder().encode(bodyOf({ id, from, text }));
    const signature = createHmac('sha256', appSecret).update(body).digest('hex');
    return {
      method: 'POST',
      // The product looks at the body alone; the limit, which does not read it, is told its object here.
      path: `/webhooks/meta?object=${from}`,
      headers: {
        'content-type': 'application/json',
        'content-length': String(body.byteLength),
        'x-hub-signature-256': `sha256=${signature}`,
      },
      body,
      id,
      phone: `+${from}`,
    };
  }
}
