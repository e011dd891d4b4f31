/** What a row tells the list that a person did to it. One object for all rows. */
import type { Head } from '#domain/head.ts';

export type RowActs = {
  /** Clicked, with what was held. */
  press(head: Head, event: MouseEvent): void;
  /** The box of the row was ticked; with Shift: as far as here. */
  tick(head: Head, event: MouseEvent): void;
  /** The menu was asked for: at the pointer, or at the row. */
  menu(head: Head, event: MouseEvent): void;
  /** A finger stayed on it. */
  hold(head: Head, row: HTMLElement): void;
  /** The pointer came, or left. */
  hover(head: Head | null): void;
  focus(index: number): void;
};
