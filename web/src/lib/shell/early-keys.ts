/** Keys that were pressed while the page was shown and its keys were not here yet: nothing that is pressed is lost. */
import type { KeyAction } from './keys.ts';

/** Who pressed longer ago has gone on to something else. In ms. */
const meantFor = 10_000;

/** After these a person writes: what follows are the letters of it, and would do harm as keys. */
const leadsToWriting: ReadonlySet<KeyAction> = new Set<KeyAction>([
  ...(['reply', 'comment', 'open', 'search', 'within'] as const),
  ...(['palette', 'quick', 'templates'] as const),
]);

/** What is kept of a press. */
type Pressed = Pick<KeyboardEvent, 'key' | 'timeStamp'>;

export type Replay<One extends Pressed> = {
  /** What was pressed, the oldest first. */
  readonly pressed: readonly One[];
  /** On the clock of the events, in ms. */
  readonly now: number;
  /** Does what a key means, and answers what that was. */
  readonly press: (event: One) => KeyAction | null;
  /** Resolves when the page shows what a key did. */
  readonly drawn: () => Promise<void>;
  /** Puts letters where the caret is, if it is anywhere. */
  readonly write: (letters: string) => void;
};

/** Does once what was pressed too early, in order; what was written after a key that leads to writing is written. */
export async function replay<One extends Pressed>(keys: Replay<One>): Promise<void> {
  const { pressed, now, press, drawn, write } = keys;
  const meant = pressed.filter(({ timeStamp }) => now - timeStamp < meantFor);
  for (const [at, event] of meant.entries()) {
    const action = press(event);
    await drawn();
    if (action === null || !leadsToWriting.has(action)) continue;
    const rest = meant.slice(at + 1);
    if (rest.length > 0) write(rest.map(({ key }) => key).join(''));
    return;
  }
}
