/** What Meta would send, for tests: written by hand. */
const second = 1000;

export type Said = {
  readonly id: string;
  readonly from?: string;
  readonly bsuid?: string;
  readonly text?: string;
  readonly at: number;
  readonly name?: string;
  readonly accountId?: string;
  /** Fields that replace the text: another kind of message. */
  readonly kind?: Record<string, unknown>;
};

export const account = '555000111';

const stamp = (at: number): string => String(Math.floor(at / second));

function value(accountId: string, part: Record<string, unknown>): unknown {
  const metadata = { display_phone_number: '15550001111', phone_number_id: accountId };
  return { field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...part } };
}

/** One change with one message of a customer. */
export function saying(said: Said): unknown {
  const { id, from, bsuid, text = 'Hello', at, name = 'Maria', kind } = said;
  return value(said.accountId ?? account, {
    contacts: [{ profile: { name }, ...(from && { wa_id: from }), ...(bsuid && { user_id: bsuid }) }],
    messages: [
      {
        id,
        ...(from && { from }),
        ...(bsuid && { from_user_id: bsuid }),
        timestamp: stamp(at),
        ...(kind ?? { type: 'text', text: { body: text } }),
      },
    ],
  });
}

export type Reported = {
  readonly id: string;
  readonly status: string;
  readonly at: number;
  readonly to?: string;
  readonly bsuid?: string;
  readonly callbackId?: string;
  readonly errors?: readonly unknown[];
};

/** One change with one status of a message of ours. */
export function reporting({ id, status, at, to, bsuid, callbackId, errors }: Reported): unknown {
  return value(account, {
    statuses: [
      {
        id,
        status,
        timestamp: stamp(at),
        ...(to && { recipient_id: to }),
        ...(bsuid && { recipient_user_id: bsuid }),
        ...(callbackId && { biz_opaque_callback_data: callbackId }),
        ...(errors && { errors }),
      },
    ],
  });
}

/** A whole WhatsApp body of `changes`. */
export function bodyOf(...changes: readonly unknown[]): unknown {
  return { object: 'whatsapp_business_account', entry: [{ id: '900', changes }] };
}

export type Side = 'messenger' | 'instagram';
type Part = Readonly<Record<string, unknown>>;

/** One item of the customer `id` on Messenger or Instagram; `part` says what. */
export function from(id: string, at: number, part: Part): Part {
  return { sender: { id }, recipient: { id: account }, timestamp: at, ...part };
}

/** One item of the business to the customer `id`. */
export function echo(id: string, at: number, message: Part): Part {
  return {
    sender: { id: account },
    recipient: { id },
    timestamp: at,
    message: { is_echo: true, ...message },
  };
}

/** A whole body of one of the two, of `items`. */
export function messagingBody(side: Side, ...items: readonly unknown[]): unknown {
  const object = side === 'messenger' ? 'page' : 'instagram';
  return { object, entry: [{ id: account, time: 1, messaging: items }] };
}

/** The header that Meta would send with `body`. */
export async function signatureOf(body: string, secret = 'test-secret'): Promise<string> {
  const encoder = new TextEncoder();
  const usage = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), usage, false, ['sign']);
  const signed = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(body)));
  return `sha256=${[...signed].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
