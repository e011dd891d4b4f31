/** A command to a conversation that is here: decided, committed, answered; the same client id again is the first answer. */
import type { CommandAnswer } from '#domain/http.ts';
import type { Actor } from '#domain/permission.ts';
import { Change } from './change.ts';
import { decideCommand, isRepeated, type Command } from './decide-command.ts';
import type { AccountRights } from './decide-send.ts';
import type { Refused } from './reader.ts';
import { publicMessage, publicScheduled, type State } from './state.ts';
import type { Store } from './store.ts';
import { guardedUndoOf } from './undo.ts';

type Host = { readonly store: Store; state(): State | null; commit(change: Change): void };
type Asking = { readonly actor: Actor; readonly account: AccountRights };

/** What comes of it; nothing is written where it is refused. */
export function execute(host: Host, asking: Asking, command: Command): CommandAnswer | Refused | null {
  const { store } = host;
  const known = host.state();
  if (!known) return null;
  const before = { head: known.head, panel: store.panel() };
  const change = new Change(known, store, Date.now());
  const repeated = isRepeated(change, asking.actor, command);
  if (typeof repeated === 'object') return { refusal: repeated };
  const refusal = repeated ? null : decideCommand(change, asking, command);
  if (refusal) return { refusal };
  if (!change.empty) host.commit(change);
  const message = change.message(command.clientId);
  const shown = message && publicMessage(message);
  const { head } = host.state() ?? known;
  const undo = repeated ? null : guardedUndoOf(command, before, { head, panel: store.panel() });
  const scheduled = change.reschedules ? { scheduled: publicScheduled(change.state) } : {};
  return { rev: head.rev, ...(shown && { message: shown }), ...(undo && { undo }), ...scheduled };
}
