/** POST /messages of a WhatsApp number: its checks in Meta's order, then acceptance. */
import type { GraphError } from '../graph/errors.ts';
import { digits } from '../graph/accounts.ts';
import { overLimit, refuse, type Plan, type Request } from '../graph/messages.ts';
import type { Handled } from '../graph/play-fault.ts';
import { readSettings } from '../kept.ts';
import { templatesOf } from '../templates/catalogue.ts';
import { accept, mayWrite, recipientOf, windowClosed } from './accept.ts';
import { fileOf, filesIn, wrongId, type Named } from './files.ts';
import { readBy } from './read.ts';
import { parsePosted, type ReadMark, type WhatsappSend } from './send-body.ts';
import { findTemplate, hydrate, wrongTemplate, type Hydrated } from './template-check.ts';
import type { TemplateSend } from './template-send.ts';

/** The template as the customer will see it, null if the send is none, or the error. */
function templateOf({ simulation, account }: Request, send: WhatsappSend): Hydrated | GraphError | null {
  if (send.type !== 'template') return null;
  const wanted = send['template'] as TemplateSend;
  const found = findTemplate(templatesOf(simulation.sql, account.wabaId, 'whatsapp'), wanted);
  if ('code' in found) return found;
  const toBsuid = send.to === undefined;
  return wrongTemplate(found, wanted, toBsuid) ?? hydrate(found, wanted);
}

/** The file of the message, if it has one, and those of its cards. */
function namedFiles(
  send: WhatsappSend,
  template: Hydrated | null,
): { readonly own: Named | null; readonly cards: readonly Named[] } {
  if (template !== null) {
    const cards = template.cards.map(({ file }) => file).filter((file) => file !== null);
    return { own: template.file, cards };
  }
  const content = send[send.type];
  const [file] = filesIn(send.type, content as Record<string, unknown>);
  return { own: file ?? null, cards: [] };
}

/** What keeps the send from being accepted, or null. */
function whyNot(request: Request, send: WhatsappSend, files: readonly Named[]): GraphError | null {
  const { simulation, account } = request;
  const { sql } = simulation;
  const to = recipientOf(sql, send);
  if ('phone' in to.sentTo && to.sentTo.phone === digits(account.displayNumber)) {
    return { code: 131021, details: 'The recipient is the sender. Send to another number.' };
  }
  const noFile = files.map((file) => wrongId(sql, account.id, file)).find((error) => error !== null);
  if (noFile) return noFile;
  const closed = readSettings(sql).closedWindow === 'sync' && !mayWrite(sql, account, { to, send });
  return overLimit(request, to.input) ?? (closed ? windowClosed : null);
}

async function acceptSend(
  request: Request,
  send: WhatsappSend,
  failure: GraphError | null,
): Promise<Handled> {
  const { simulation, account } = request;
  const template = templateOf(request, send);
  if (template !== null && 'code' in template) return refuse(request, template);
  const { own, cards } = namedFiles(send, template);
  const error = whyNot(request, send, own ? [own, ...cards] : cards);
  if (error !== null) return refuse(request, error);
  const found = (file: Named) => fileOf(simulation.sql, account.id, file);
  const file = own && (await found(own));
  const cardFiles = await Promise.all(cards.map(found));
  const ready = { send, template, file, cardFiles, failure };
  const { wamid, json, updates } = accept(simulation.sql, account, ready);
  simulation.webhooks.publish(updates);
  return { answer: { status: 200, json }, outcome: 'accepted', code: failure?.code ?? null, wamid };
}

function acceptRead(request: Request, mark: ReadMark): Handled {
  const error = readBy(request.simulation.sql, request.account, mark);
  if (error !== null) return refuse(request, error);
  return {
    answer: { status: 200, json: { success: true } },
    outcome: 'accepted',
    code: null,
    wamid: mark.message_id,
  };
}

/** What the body asks of a WhatsApp number. */
export function planWhatsapp(request: Request, body: unknown): Plan {
  const posted = parsePosted(body);
  switch (posted.kind) {
    case 'refused':
      return { kind: 'other', act: () => refuse(request, posted.error) };
    case 'read':
      return { kind: 'read', act: () => acceptRead(request, posted.mark) };
    case 'send': {
      const kind = posted.send.type === 'reaction' ? 'react' : 'send';
      return { kind, act: (failure) => acceptSend(request, posted.send, failure) };
    }
  }
}
