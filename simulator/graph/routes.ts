/** The Graph API as far as it is played: POST /:version/:phoneNumberId/messages and GET /:version/:phoneNumberId. */
import { Hono, type Context } from 'hono';
import type { Account } from '../control.ts';
import type { Simulation } from '../simulation.ts';
import { findAccount, isKnownToken } from './accounts.ts';
import {
  badTokenAnswer,
  errorAnswer,
  unknownObjectAnswer,
  unknownPathAnswer,
  type GraphAnswer,
} from './errors.ts';
import { Buckets } from './limits.ts';
import { postMessage } from './messages.ts';

function respond({ status, json, headers }: GraphAnswer): Response {
  return Response.json(json, { status, headers: { ...headers } });
}

function bearer(c: Context): string | null {
  return /^Bearer (.+)$/i.exec(c.req.header('Authorization') ?? '')?.[1] ?? null;
}

/** The account that the caller may use, or the answer that says no. */
function admit(
  { sql }: Simulation,
  c: Context,
  verb: 'get' | 'post',
): { account: Account } | { no: GraphAnswer } {
  const token = bearer(c);
  if (token === null || !isKnownToken(sql, token)) return { no: badTokenAnswer() };
  const id = c.req.param('id') ?? '';
  const account = findAccount(sql, id);
  if (account === null || account.token !== token) return { no: unknownObjectAnswer(verb, id) };
  return { account };
}

function fieldsOf({ id, name, displayNumber }: Account): Record<string, unknown> {
  return {
    verified_name: name,
    code_verification_status: 'VERIFIED',
    display_phone_number: displayNumber,
    quality_rating: 'GREEN',
    platform_type: 'CLOUD_API',
    throughput: { level: 'STANDARD' },
    name_status: 'APPROVED',
    status: 'CONNECTED',
    id,
  };
}

/** The fields that were asked for; the usual ones if none were. */
function describe(account: Account, asked: string | undefined): GraphAnswer {
  const { name_status: nameStatus, status, ...usual } = fieldsOf(account);
  if (asked === undefined) return { status: 200, json: usual };
  const all: Record<string, unknown> = { ...usual, name_status: nameStatus, status };
  const names = asked.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !(name in all));
  if (unknown !== undefined) {
    const title = `Tried accessing nonexisting field (${unknown}) on node type (WhatsAppBusinessPhoneNumber)`;
    return errorAnswer({ code: 100, title, details: title });
  }
  const chosen = Object.fromEntries(names.map((name) => [name, all[name]]));
  return { status: 200, json: { ...chosen, id: account.id } };
}

/** Routes of the Graph API, to be mounted at the root. */
export function graphRoutes(simulation: Simulation) {
  const buckets = new Buckets();
  const version = ':version{v[0-9]+\\.[0-9]+}';
  return new Hono()
    .post(`/${version}/:id/messages`, async (c) => {
      const text = await c.req.text();
      const admitted = admit(simulation, c, 'post');
      if ('no' in admitted) return respond(admitted.no);
      return postMessage({ simulation, account: admitted.account, buckets, text });
    })
    .get(`/${version}/:id`, (c) => {
      const admitted = admit(simulation, c, 'get');
      return respond('no' in admitted ? admitted.no : describe(admitted.account, c.req.query('fields')));
    })
    .all(`/${version}/*`, (c) => respond(unknownPathAnswer(c.req.path.replace(/^\/v[^/]+/, ''))));
}
