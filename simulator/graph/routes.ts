/** The Graph API as far as it is played; one server for graph.facebook.com and graph.instagram.com. */
import { Hono, type Context } from 'hono';
import { mediaRoutes, describeMedia } from '../media/routes.ts';
import { isKept } from '../media/serve.ts';
import { findMedia } from '../media/store.ts';
import { findCustomer } from '../phones/customers.ts';
import type { Simulation } from '../simulation.ts';
import { templateRoutes } from '../templates/routes.ts';
import { findAccount } from './accounts.ts';
import { admit, admitSender, baseOf, callerOf, guarded } from './door.ts';
import { unknownObjectAnswer, unknownPathAnswer } from './errors.ts';
import { Buckets } from './limits.ts';
import { postMessage } from './messages.ts';
import { describeAccount, describeCustomer } from './nodes.ts';
import { toResponse } from './play-fault.ts';

/** An account, a customer's profile, or a file. */
function getNode(simulation: Simulation, c: Context): Promise<Response> | Response {
  const caller = callerOf(simulation, c);
  if ('no' in caller) return toResponse(caller.no);
  const id = c.req.param('id') ?? '';
  const asked = c.req.query('fields');
  const base = baseOf(simulation, c);
  const own = caller.accounts.find((one) => one.id === id || id === 'me');
  if (own !== undefined) return toResponse(describeAccount(own, asked));
  const customer = findCustomer(simulation.sql, id);
  const account = caller.accounts.find(({ channel }) => channel === customer?.channel);
  if (customer !== null && customer.channel !== 'whatsapp' && account !== undefined)
    return guarded(simulation, { account, occasion: 'profile' }, () =>
      describeCustomer(customer, { account, asked, base }),
    );
  const media = findMedia(simulation.sql, id);
  const owner = caller.accounts.find((one) => one.id === media?.accountId);
  if (media === null || owner === undefined || !isKept(media))
    return toResponse(unknownObjectAnswer('get', id));
  return guarded(simulation, { account: owner, occasion: 'media' }, () =>
    describeMedia(simulation, base, media),
  );
}

/** Calls that an inbox makes once and whose only answer is success. */
const quietEdges = [
  ...['subscribed_apps', 'register', 'pass_thread_control', 'take_thread_control'],
  ...['release_thread_control', 'request_thread_control'],
];

/** Routes of the Graph API, to be mounted at the root. */
export function graphRoutes(simulation: Simulation) {
  const buckets = new Buckets();
  const version = ':version{v[0-9]+\\.[0-9]+}';
  return new Hono()
    .post(`/${version}/:id/messages`, async (c) => {
      const text = await c.req.text();
      const admitted = admitSender(simulation, c, { id: c.req.param('id'), text });
      if ('no' in admitted) return toResponse(admitted.no);
      return postMessage({
        simulation,
        account: admitted.account,
        buckets,
        text,
      });
    })
    .post(`/${version}/:id/:edge{${quietEdges.join('|')}}`, (c) => {
      const admitted = admit(simulation, c, { verb: 'post', id: c.req.param('id') });
      return 'no' in admitted ? toResponse(admitted.no) : c.json({ success: true });
    })
    .route(
      '/',
      mediaRoutes(simulation, (id) => findAccount(simulation.sql, id)),
    )
    .route('/', templateRoutes(simulation))
    .get(`/${version}/:id`, (c) => getNode(simulation, c))
    .all(`/${version}/*`, (c) => toResponse(unknownPathAnswer(c.req.path.replace(/^\/v[^/]+/, ''))));
}
