/** What a person does to rows with pointer, finger and keys: opening, choosing, asking for the menu, looking ahead. */
import { tick } from 'svelte';
import type { Head } from '#domain/head.ts';
import type { Desk } from '../state/desk.ts';
import { anchorAt, anchorOf, pageOf, type Anchor } from '../ui/popup.ts';
import type { RowActs } from './row-acts.ts';

type DoingDesk = Pick<Desk, 'handles' | 'place' | 'selection' | 'threads'>;
type Screen = {
  readonly focusAt: (index: number) => void;
  readonly focused: (index: number) => void;
  readonly menu: (id: string, anchor: Anchor) => void;
};

/** The pointer rests so long on a row before its conversation is loaded ahead (B-02). In ms. */
const hoverLoads = 80;

export class Doing implements RowActs {
  readonly #desk: DoingDesk;
  readonly #screen: Screen;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #giveUp: () => void = () => {};

  constructor(desk: DoingDesk, screen: Screen) {
    this.#desk = desk;
    this.#screen = screen;
  }

  press(head: Head, event: MouseEvent): void {
    const { place, selection } = this.#desk;
    const touched = event instanceof PointerEvent && event.pointerType === 'touch';
    if (event.shiftKey) selection.rangeTo(head.id);
    else if (event.ctrlKey || event.metaKey || (touched && selection.active)) selection.toggle(head.id);
    else place.open(head.id);
  }

  tick(head: Head, event: MouseEvent): void {
    event.stopPropagation();
    if (event.shiftKey) this.#desk.selection.rangeTo(head.id);
    else this.#desk.selection.toggle(head.id);
  }

  menu(head: Head, event: MouseEvent): void {
    event.preventDefault();
    event.stopPropagation();
    const { currentTarget, clientX, clientY, type } = event;
    if (!(currentTarget instanceof HTMLElement)) return;
    const atPointer = type === 'contextmenu' && (clientX !== 0 || clientY !== 0);
    const point = { left: clientX, right: clientX, top: clientY, bottom: clientY };
    const anchor = atPointer ? anchorOf(point, pageOf(currentTarget)) : anchorAt(currentTarget);
    this.#focusRow(currentTarget);
    this.#screen.menu(head.id, anchor);
  }

  hold(head: Head, row: HTMLElement): void {
    this.#focusRow(row);
    this.#screen.menu(head.id, anchorAt(row));
  }

  hover(head: Head | null): void {
    clearTimeout(this.#timer);
    this.#giveUp();
    this.#giveUp = () => {};
    if (head === null) return;
    this.#timer = setTimeout(() => {
      this.#giveUp = this.#desk.threads.prefetch(head.id);
    }, hoverLoads);
  }

  focus(index: number): void {
    this.#screen.focused(index);
  }

  /** Keys of a row that has the focus. Whether the key meant something. */
  key(event: KeyboardEvent, head: Head | null, row: EventTarget | null): boolean {
    if (head === null || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return false;
    const asksMenu = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
    if (asksMenu && row instanceof HTMLElement) this.hold(head, row);
    else if (event.key === 'Enter' && !event.shiftKey) void this.#openAndWrite(head.id);
    else if (event.key === ' ') this.#space(head.id);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #space(id: string): void {
    const { place, selection } = this.#desk;
    if (selection.active) selection.toggle(id);
    else place.open(id);
  }

  #focusRow(element: HTMLElement): void {
    const row = element.closest<HTMLElement>('[data-index]');
    if (row) this.#screen.focused(Number(row.dataset['index']));
    row?.focus({ preventScroll: true });
  }

  async #openAndWrite(id: string): Promise<void> {
    this.#desk.place.open(id);
    await tick();
    this.#desk.handles.write('reply');
  }
}
