/** The contact panel: beside the conversation where there is room, over it where there is none. */
import type { Desk } from '../state/desk.ts';

export function togglePanel({ place, preferences }: Pick<Desk, 'place' | 'preferences'>): void {
  if (place.wide) preferences.setPanel(!preferences.panel);
  else if (place.sheet) place.closeSheet();
  else place.openSheet();
}
