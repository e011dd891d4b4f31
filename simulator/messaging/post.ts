/** POST /messages of a page or an Instagram account: messages, reactions, marks of reading, typing. */
import type { Account, Customer, Send } from '../control.ts';
import type { GraphError } from '../graph/errors.ts';
import { overLimit, refuse, type Plan, type Request } from '../graph/messages.ts';
import type { Handled } from '../graph/play-fault.ts';
import { instagramRules } from '../instagram/rules.ts';
import { messengerRules } from '../messenger/rules.ts';
import { settlePhone } from '../phones/acts.ts';
import { findChat, putChat } from '../phones/chats.ts';
import { findCustomer } from '../phones/customers.ts';
import { findMessage, insertMessage, markRead, messagesOf, putEmoji } from '../phones/messages.ts';
import { isHumanAgentOpen } from '../phones/windows.ts';
import { templatesOf } from '../templates/catalogue.ts';
import { isOpen } from '../whatsapp/window.ts';
import { wrongMessage, wrongWay } from './content-check.ts';
import { filesOf } from './files.ts';
import type { Rules } from './rules.ts';
import { parsePost, type MessageBody, type Post } from './send-body.ts';
import { hydrateUtility, type UtilityShown } from './utility.ts';
import { newMid } from './wire.ts';

/** The rules of a channel. */
export function rulesOf({ channel }: Account): Rules {
  return channel === 'messenger' ? messengerRules : instagramRules;
}

type Ground = { readonly request: Request; readonly customer: Customer; readonly post: Post };

const gone: GraphError = { code: 9000001, details: 'The message was deleted.' };
const unavailable: GraphError = {
  code: 551,
  subcode: 1545041,
  details: 'This person isn’t available right now.',
};

/** Who a post is for, or the error. */
function findRecipient({ simulation, account }: Request, { recipient }: Post): Customer | GraphError {
  const customer = recipient.id === undefined ? null : findCustomer(simulation.sql, recipient.id);
  if (customer === null || customer.channel !== account.channel) return rulesOf(account).noSuchUser;
  return customer.blocked ? unavailable : customer;
}

/** Whether the window lets this post through, or the error. */
function closedFor({ request, customer, post }: Ground): GraphError | null {
  const { simulation, account } = request;
  const chat = findChat(simulation.sql, account.id, customer.phone);
  const now = Date.now();
  if (isOpen(chat, now) || post.messaging_type === 'UTILITY') return null;
  if (post.tag !== 'HUMAN_AGENT') return rulesOf(account).closed;
  if (!account.humanAgent) {
    const details = 'The app has not been granted the Human Agent feature.';
    return { code: 200, subcode: 2018028, details };
  }
  return isHumanAgentOpen(chat, now) ? null : rulesOf(account).closed;
}

function wrongReply({ request, post }: Ground): GraphError | null {
  if (post.reply_to === undefined) return null;
  const target = findMessage(request.simulation.sql, request.account.id, post.reply_to.mid);
  return target === null
    ? { code: 100, details: 'Param reply_to[mid] is not a message of this thread.' }
    : null;
}

function utilityOf({ request }: Ground, message: MessageBody): UtilityShown | GraphError | null {
  if (message.template === undefined) return null;
  const { sql } = request.simulation;
  return hydrateUtility(templatesOf(sql, request.account.id, 'messenger'), message.template);
}

function accepted(json: unknown, wamid: string | null): Handled {
  return { answer: { status: 200, json }, outcome: 'accepted', code: null, wamid };
}

function deliver(ground: Ground, message: MessageBody, more: Record<string, unknown>): Handled {
  const { request, customer, post } = ground;
  const { simulation, account } = request;
  const { metadata, ...content } = message;
  const wamid = newMid(account);
  const chat = findChat(simulation.sql, account.id, customer.phone);
  putChat(simulation.sql, { ...chat, typingUntil: 0 });
  insertMessage(simulation.sql, {
    ...{ wamid, accountId: account.id, phone: customer.phone, sender: 'business', at: Date.now() },
    message: { ...content, ...more, ...(post.reply_to && { reply_to: post.reply_to }) },
    ...{ status: 'accepted', seen: false, opaque: metadata ?? null, freeEntry: null },
  });
  simulation.webhooks.publish(settlePhone(simulation.sql, customer.phone));
  return accepted({ recipient_id: customer.phone, message_id: wamid }, wamid);
}

async function send(ground: Ground, message: MessageBody): Promise<Handled> {
  const { request, customer, post } = ground;
  const { simulation, account } = request;
  const rules = rulesOf(account);
  const wrong =
    wrongWay(post, rules) ??
    wrongMessage(message, rules) ??
    closedFor(ground) ??
    wrongReply(ground) ??
    overLimit(request, customer.phone);
  if (wrong !== null) return refuse(request, wrong);
  const shown = utilityOf(ground, message);
  if (shown !== null && 'code' in shown) return refuse(request, shown);
  const files = await filesOf({ sql: simulation.sql, account, rules }, message);
  if ('code' in files) return refuse(request, files);
  return deliver(ground, message, { file_ids: files, ...(shown && { shown }) });
}

function react(ground: Ground, action: 'react' | 'unreact'): Handled {
  const { request, customer, post } = ground;
  const { sql } = request.simulation;
  const { message_id: mid, reaction } = post.payload ?? {};
  if (mid === undefined || (action === 'react' && !reaction))
    return refuse(request, { code: 100, details: 'The parameter payload is required.' });
  const closed = closedFor(ground);
  if (closed !== null) return refuse(request, closed);
  const target = findMessage(sql, request.account.id, mid);
  if (target === null || target.unsent || target.phone !== customer.phone) return refuse(request, gone);
  const emoji = action === 'unreact' ? '' : reaction === 'love' ? '❤' : (reaction ?? '');
  putEmoji(sql, target, { by: 'business', emoji });
  return accepted({ recipient_id: customer.phone }, mid);
}

const typingMs = 20_000;

function show({ request, customer }: Ground, typing: boolean): Handled {
  const { sql } = request.simulation;
  const chat = findChat(sql, request.account.id, customer.phone);
  putChat(sql, { ...chat, typingUntil: typing ? Date.now() + typingMs : 0 });
  return accepted({ recipient_id: customer.phone }, null);
}

function seen({ request, customer }: Ground): Handled {
  const { sql } = request.simulation;
  const newest = messagesOf(sql, request.account.id, customer.phone).findLast(
    ({ sender }) => sender === 'customer',
  );
  if (newest !== undefined) markRead(sql, newest);
  return accepted({ recipient_id: customer.phone }, newest?.wamid ?? null);
}

const actionKinds: Readonly<Record<string, Send['kind']>> = {
  react: 'react',
  unreact: 'react',
  mark_seen: 'read',
  typing_on: 'typing',
  typing_off: 'typing',
};

function actOn(ground: Ground, action: string): Handled {
  switch (action) {
    case 'react':
    case 'unreact':
      return react(ground, action);
    case 'mark_seen':
      return seen(ground);
    default:
      return show(ground, action === 'typing_on');
  }
}

/** What the body asks of a page or an Instagram account. */
export function planMessaging(request: Request, body: unknown): Plan {
  const parsed = parsePost(body);
  if ('error' in parsed) return { kind: 'other', act: () => refuse(request, parsed.error) };
  const { post } = parsed;
  const { message, sender_action: action } = post;
  const kind = action === undefined ? 'send' : (actionKinds[action] ?? 'other');
  if (kind === 'other') {
    const details = `Param sender_action must be one of {${Object.keys(actionKinds).join(', ')}}.`;
    return { kind, act: () => refuse(request, { code: 100, details }) };
  }
  return {
    kind,
    act: (failure) => {
      if (failure !== null) return refuse(request, failure);
      const customer = findRecipient(request, post);
      if ('code' in customer) return refuse(request, customer);
      const ground = { request, customer, post };
      return message === undefined ? actOn(ground, action ?? '') : send(ground, message);
    },
  };
}
