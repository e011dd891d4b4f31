/** One conversation: look, page back, ask for something. */
import { Hono } from 'hono';
import { z } from 'zod';
import { commandBody, type CommandBody } from '#domain/http.ts';
import type { Env } from '../env.ts';
import { accept, acceptBody } from '../input.ts';
import { orRefuse, Refused } from '../problem.ts';
import { signedIn, type AppEnv } from '../session.ts';
import { verifyUploads } from '../media/uploads.ts';
import { findPerson } from '../team/team.ts';
import type { Command } from './decide-command.ts';
import { conversationStub, isConversationId } from './id.ts';

const position = z.object({ beforeAt: z.coerce.number().int(), beforeSeq: z.coerce.number().int() });

/** People and uploads are looked up here, so that the object needs neither team nor bucket to decide. */
async function withFacts(env: Env, body: CommandBody): Promise<Command> {
  if (body.type === 'send') {
    const draft = await verifyUploads(env, body.draft);
    if ('code' in draft) throw new Refused(draft);
    return { ...body, draft };
  }
  if (body.type !== 'assign') return body;
  const { personId, ...command } = body;
  if (personId === null) return { ...command, to: null };
  const to = await findPerson(env, personId);
  if (!to) throw new Refused({ code: 'person-not-found' });
  return { ...command, to };
}

function objectOf(env: Env, id: string) {
  if (!isConversationId(id)) throw new Refused({ code: 'conversation-not-found' });
  return conversationStub(env, id);
}

export const conversations = new Hono<AppEnv>();

conversations.get('/:id', signedIn, async (c) => {
  const { actor } = c.get('caller');
  return c.json(orRefuse(await objectOf(c.env, c.req.param('id')).view(actor)));
});

conversations.get('/:id/messages', signedIn, async (c) => {
  const { beforeAt, beforeSeq } = accept(position, c.req.query());
  const { actor } = c.get('caller');
  const before = { at: beforeAt, seq: beforeSeq };
  return c.json(orRefuse(await objectOf(c.env, c.req.param('id')).history(actor, before)));
});

conversations.get('/:id/messages/:messageId/raw', signedIn, async (c) => {
  const { id, messageId } = c.req.param();
  return c.json(orRefuse(await objectOf(c.env, id).rawOf(c.get('caller').actor, messageId)));
});

conversations.post('/:id/commands', signedIn, async (c) => {
  const object = objectOf(c.env, c.req.param('id'));
  const command = await withFacts(c.env, await acceptBody(commandBody, c.req.raw));
  return c.json(orRefuse(await object.command(c.get('caller').actor, command)));
});
