/** What the contact panel asks of one conversation besides the conversation itself; it comes when its section is opened. */
import { Hono } from 'hono';
import { auditQuery, filesQuery, linkBody } from '#domain/http-contact.ts';
import { conversationStub, isConversationId } from '../conversation/id.ts';
import { positionOf, type GatheredPage } from '../conversation/gathered.ts';
import type { Refused as Refusing } from '../conversation/reader.ts';
import { accept, acceptBody } from '../input.ts';
import { orRefuse, Refused } from '../problem.ts';
import { allowed, signedIn, type AppEnv } from '../session.ts';
import { auditOf } from './audit.ts';
import { link, othersOf, unlink } from './others.ts';
import { attributeCounts, tagCounts } from './use-counts.ts';

function known(id: string): string {
  if (!isConversationId(id)) throw new Refused({ code: 'conversation-not-found' });
  return id;
}

export const contacts = new Hono<AppEnv>();

contacts.get('/conversations/:id/others', signedIn, async (c) =>
  c.json(orRefuse(await othersOf(c.env, c.get('caller').actor, known(c.req.param('id'))))),
);

contacts.post('/conversations/:id/others', signedIn, async (c) => {
  const { other } = await acceptBody(linkBody, c.req.raw);
  const pair = { id: known(c.req.param('id')), other };
  return c.json(orRefuse(await link(c.env, c.get('caller').actor, pair)), 201);
});

contacts.delete('/conversations/:id/others/:other', signedIn, async (c) => {
  const { id, other } = c.req.param();
  return c.json(orRefuse(await unlink(c.env, c.get('caller').actor, { id: known(id), other })));
});

contacts.get('/conversations/:id/files', signedIn, async (c) => {
  const { kind, ...before } = accept(filesQuery, c.req.query());
  const object = conversationStub(c.env, known(c.req.param('id')));
  const page: GatheredPage | Refusing = await object.gathered(
    c.get('caller').actor,
    kind,
    positionOf(before),
  );
  return c.json(orRefuse(page));
});

contacts.get('/conversations/:id/audit', signedIn, async (c) => {
  const before = positionOf(accept(auditQuery, c.req.query()));
  const id = known(c.req.param('id'));
  return c.json(orRefuse(await auditOf(c.env, c.get('caller').actor, { id, before })));
});

contacts.get('/tags/counts', signedIn, async (c) => c.json(await tagCounts(c.env, c.get('caller').actor)));

contacts.get('/attributes/counts', signedIn, allowed('attributes.manage'), async (c) =>
  c.json(await attributeCounts(c.env, c.get('caller').actor)),
);
