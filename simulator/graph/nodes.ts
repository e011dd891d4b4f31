/** GET of numbers, pages, Instagram accounts and customers' profiles. */
import type { Account, Customer } from '../control.ts';
import { errorAnswer, type GraphAnswer } from './errors.ts';
import type { Json } from '../json.ts';

function number({ id, name, displayNumber }: Account): Json {
  return {
    verified_name: name,
    code_verification_status: 'VERIFIED',
    display_phone_number: displayNumber,
    quality_rating: 'GREEN',
    platform_type: 'CLOUD_API',
    throughput: { level: 'STANDARD' },
    id,
  };
}

function moreOfNumber(): Json {
  return {
    name_status: 'APPROVED',
    status: 'CONNECTED',
    whatsapp_business_manager_messaging_limit: 'TIER_2K',
    health_status: { can_send_message: 'AVAILABLE' },
  };
}

const pageOrInstagram = ({ id, name, displayNumber }: Account): Json => ({
  ...{ id, name },
  ...(displayNumber !== '' && { username: displayNumber, user_id: id }),
});

function pick(all: Json, asked: string, id: string): GraphAnswer {
  const names = asked.split(',').map((name) => name.replace(/[{.(].*$/, '').trim());
  const unknown = names.find((name) => !(name in all));
  if (unknown !== undefined) {
    const title = `Tried accessing nonexisting field (${unknown}) on node type (WhatsAppBusinessPhoneNumber)`;
    return errorAnswer({ code: 100, title, details: title });
  }
  const chosen = Object.fromEntries(
    names.filter((name) => all[name] !== undefined).map((name) => [name, all[name]]),
  );
  return { status: 200, json: { ...chosen, id } };
}

/** An account: the fields that were asked for, the usual ones if none were. */
export function describeAccount(account: Account, asked: string | undefined): GraphAnswer {
  const usual = account.channel === 'whatsapp' ? number(account) : pageOrInstagram(account);
  if (asked === undefined) return { status: 200, json: usual };
  const more = account.channel === 'whatsapp' ? moreOfNumber() : {};
  return pick({ ...usual, ...more }, asked, account.id);
}

/** Seeds are small numbers made of an id. */
export function seedOf(id: string): number {
  return [...id].reduce((sum, digit) => (sum * 7 + digit.charCodeAt(0)) % 360, 5);
}

function profile(customer: Customer, picture: string): Json {
  const { phone: id, name, username, channel } = customer;
  const [first = '', ...rest] = name.split(' ');
  if (channel === 'messenger')
    return { id, name, first_name: first, last_name: rest.join(' '), profile_pic: picture };
  return {
    ...{ id, name, username: username ?? `user${id.slice(-6)}`, profile_pic: picture },
    ...{ is_verified_user: false, follower_count: seedOf(id) * 3 },
    ...{ is_user_follow_business: seedOf(id) % 2 === 0, is_business_follow_user: false },
  };
}

/** A customer's profile, as far as Meta gives it away. */
export function describeCustomer(
  customer: Customer,
  { account, asked, base }: { account: Account; asked: string | undefined; base: string },
): GraphAnswer {
  const asker = { channel: account.channel, accountId: account.id };
  if (customer.hideProfile) {
    const details =
      customer.channel === 'messenger'
        ? 'User profile is not available.'
        : 'User consent is required to access user profile';
    return errorAnswer({ code: 100, subcode: 2018218, details }, asker);
  }
  const expiry = Math.floor(Date.now() / 1000) + 3 * 24 * 60 * 60;
  const all = profile(customer, `${base}/pictures/${customer.phone}.png?oe=${expiry.toString(16)}`);
  return asked === undefined ? { status: 200, json: all } : pick(all, asked, customer.phone);
}
