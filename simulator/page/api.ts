/** The only place that speaks to the simulator. */
import type { Handshake, Screen, State } from '../control.ts';
import type { SettingsPatch } from '../settings.ts';

/** A refusal of the simulator, in its own words. */
export class Refused extends Error {}

async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  const json =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
  const response = await fetch(`/control${path}`, { method, ...json });
  const answer: unknown = await response.json();
  if (response.ok) return answer;
  const sentence = (answer as { error?: unknown }).error;
  throw new Refused(typeof sentence === 'string' ? sentence : `The simulator answered ${response.status}.`);
}

/** Everything but the messages of a chat. */
export async function fetchState(): Promise<State> {
  return (await ask('GET', '/state')) as State;
}

/** One chat as the phone shows it. */
export async function fetchScreen(phone: string, accountId: string): Promise<Screen> {
  return (await ask('GET', `/customers/${phone}/chat?accountId=${encodeURIComponent(accountId)}`)) as Screen;
}

/** A template as the list shows it. */
export type TemplateLine = {
  readonly name: string;
  readonly language: string;
  readonly status: string;
  readonly category: string;
};

/** The templates of a WhatsApp business account or page. */
export async function fetchTemplates(owner: string): Promise<readonly TemplateLine[]> {
  return ((await ask('GET', `/templates/${owner}`)) as { templates: readonly TemplateLine[] }).templates;
}

/** What can be done from this page. */
export const act = {
  changeCustomer: (phone: string, change: Record<string, unknown>) =>
    ask('PUT', `/customers/${phone}`, change),
  /** Anything that a customer does in a chat: say, react, edit, unsend, tap, play, ad, link, call, marketing. */
  does: (phone: string, deed: string, body: Record<string, unknown>) =>
    ask('POST', `/customers/${phone}/${deed}`, body),
  answer: (accountId: string, body: Record<string, unknown>) =>
    ask('POST', `/accounts/${accountId}/answer`, body),
  /** Meta tells something about an account or its templates. */
  event: (accountId: string, body: Record<string, unknown>) =>
    ask('POST', `/accounts/${accountId}/event`, body),
  open: (phone: string, accountId: string) => ask('POST', `/customers/${phone}/open`, { accountId }),
  close: (phone: string) => ask('POST', `/customers/${phone}/close`),
  set: (patch: SettingsPatch) => ask('PUT', '/settings', patch),
  addFault: (fault: Record<string, unknown>) => ask('POST', '/faults', [fault]),
  dropFaults: () => ask('DELETE', '/faults'),
  pause: (paused: boolean) => ask('POST', paused ? '/webhooks/pause' : '/webhooks/resume'),
  handshake: async (verifyToken: string) => (await ask('POST', '/handshake', { verifyToken })) as Handshake,
};

const retryMs = 1000;

/** Calls `changed` whenever something changed, and `live` when the line is up or down. It comes back by itself. */
export function watch(on: { changed: () => void; live: (up: boolean) => void }): void {
  const socket = new WebSocket(new URL('/control/live', location.href.replace(/^http/, 'ws')));
  socket.addEventListener('open', () => {
    on.live(true);
    on.changed();
  });
  socket.addEventListener('message', () => on.changed());
  socket.addEventListener('close', () => {
    on.live(false);
    setTimeout(() => watch(on), retryMs);
  });
}
