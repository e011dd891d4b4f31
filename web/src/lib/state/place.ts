/** Where a person is: which conversation, which tab, whether the contact panel covers it. The address says the same. */
import type { Tab } from '#domain/http.ts';

export type Place = {
  readonly selected: string | null;
  readonly tab: Tab;
  /** Whether the contact panel lies over the page, where there is no room beside it. */
  readonly sheet: boolean;
  /** Whether there is room for the contact panel beside the conversation. */
  readonly wide: boolean;
  /** Whether only one panel fits. */
  readonly narrow: boolean;
  open(id: string): void;
  /** From one conversation to the next, without a step of its own in the history. */
  step(id: string): void;
  close(): void;
  showTab(tab: Tab): void;
  openSheet(): void;
  closeSheet(): void;
};
