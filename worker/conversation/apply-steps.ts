/** What one delivery of Meta brings: all of it in one commit, or, when one event is poisonous, each on its own. */
import { logFailure } from '../log.ts';
import type { Change } from './change.ts';
import type { Poison } from './ingest.ts';
import type { State } from './state.ts';

export type Steps = { readonly start: State; readonly steps: readonly ((change: Change) => void)[] };
type Loop = { readonly id: string; begin(): Change; commit(change: Change): void };

/** Takes all steps in. Answers which were poisonous: they are left out and told, their neighbours go on. */
export function applySteps(steps: Steps['steps'], loop: Loop): Poison[] {
  const together = (some: Steps['steps']): void => {
    const change = loop.begin();
    for (const step of some) step(change);
    if (!change.empty) loop.commit(change);
  };
  try {
    together(steps);
    return [];
  } catch (failure) {
    logFailure('conversation.batch-failed', failure, { id: loop.id });
  }
  return steps.flatMap((step, index) => {
    try {
      together([step]);
      return [];
    } catch (failure) {
      return { index, reason: failure instanceof Error ? failure.message : String(failure) };
    }
  });
}
