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

function namedFile(send: WhatsappSend, template: Hydrated | null): Named | null {
  if (template !== null) return template.file;
  const content = send[send.type];
  const [file] = filesIn(send.type, content as Record<string, unknown>);
  return file ?? null;
}

/** What keeps the send from being accepted, or null. */
function whyNot(request: Request, send: WhatsappSend, file: Named | null): GraphError | null {
  const { simulation, account } = request;
  const { sql } = simulation;
  const to = recipientOf(sql, send);
  if ('phone' in to.sentTo && to.sentTo.phone === digits(account.displayNumber)) {
    return { code: 131021, details: 'The recipient is the sender. Send to another number.' };
  }
  const noFile = file === null ? null : wrongId(sql, account.id, file);
  if (noFile !== null) return noFile;
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
  const named = namedFile(send, template);
  const error = whyNot(request, send, named);
  if (error !== null) return refuse(request, error);
  const file = named === null ? null : await fileOf(simulation.sql, account.id, named);
  const { wamid, json, updates } = accept(simulation.sql, account, { send, template, file, failure });
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
