/** What the keys of the page do to rows and conversations. */
import { tick } from 'svelte';
import type { Head } from '#domain/head.ts';
import { can } from '#domain/permission.ts';
import { offers, type Part } from '../list/offers.ts';
import { neighbour } from '../list/sideways.ts';
import type { Desk } from '../state/desk.ts';
import { anchorAt, type Anchor } from '../ui/popup.ts';

export type MenuWish = { readonly id: string; readonly part: Part; readonly anchor: Anchor };

/** The row that has the focus. */
function focusedRow(): HTMLElement | null {
  const active = document.activeElement;
  return active instanceof HTMLElement && active.matches('[data-testid="row"]') ? active : null;
}

export class KeyDoing {
  readonly #desk: Desk;
  readonly #menu: (wish: MenuWish) => void;

  constructor(desk: Desk, menu: (wish: MenuWish) => void) {
    this.#desk = desk;
    this.#menu = menu;
  }

  /** What a key is about: the row in focus, else the conversation that is open. */
  subject(): Head | null {
    const { inbox, place, threads } = this.#desk;
    const id = focusedRow()?.dataset['id'] ?? place.selected;
    if (id === null || id === undefined) return null;
    return inbox.row(id) ?? threads.get(id).head;
  }

  /** With rows selected a key means the same button of their bar. */
  #presses(key: string): boolean {
    if (!this.#desk.selection.active) return false;
    document.querySelector<HTMLElement>(`[data-testid="bulk"] [data-key="${key}"]`)?.click();
    return true;
  }

  step(by: number, writing: boolean): void {
    const { handles, inbox, place, threads } = this.#desk;
    const from = place.selected === null ? -1 : inbox.indexOf(place.selected);
    const to = neighbour(from, by, inbox.length);
    const head = inbox.at(to);
    const ahead = inbox.at(to + by);
    if (ahead) threads.prefetch(ahead.id);
    if (!head) return inbox.ensure(to, to);
    if (writing || !place.narrow) place.step(head.id);
    // Not into the composer of the conversation that is about to go.
    if (writing) void tick().then(() => handles.write(null));
    else handles.showRow(head.id);
  }

  open(): void {
    const { handles, place } = this.#desk;
    const id = focusedRow()?.dataset['id'];
    if (id !== undefined) place.open(id);
    if (place.selected !== null) handles.write(null);
  }

  archive(): void {
    if (this.#presses('archive')) return;
    const { actions, session } = this.#desk;
    const head = this.subject();
    if (head && can(session.actor, 'conversation.archive', head))
      void actions.one(head.id, { type: head.archived ? 'reopen' : 'archive' });
  }

  unread(): void {
    if (this.#presses('unread')) return;
    const { actions, place, session, threads } = this.#desk;
    const head = this.subject();
    if (!head || !can(session.actor, 'conversation.read', head)) return;
    const mark = head.unread === 0;
    if (place.selected === head.id) threads.get(head.id).keepUnread = mark;
    void actions.one(head.id, mark ? { type: 'unread' } : { type: 'read', rev: head.rev });
  }

  take(): void {
    const { actions, session } = this.#desk;
    const head = this.subject();
    const me = session.actor;
    if (head && head.assignee?.id !== me.id && can(me, 'conversation.take', head))
      void actions.one(head.id, { type: 'assign', personId: me.id });
  }

  /** Opens one branch of the row's menu, at the row or at the head of the conversation. */
  menu(part: Part): void {
    if (this.#presses(part)) return;
    const { directory, session } = this.#desk;
    const head = this.subject();
    const at = focusedRow() ?? document.querySelector('#conversation');
    const about = { names: directory, me: session.actor, head };
    if (head && at && offers(part, about)) this.#menu({ id: head.id, part, anchor: anchorAt(at) });
  }

  select(): void {
    const head = this.subject();
    if (head) this.#desk.selection.toggle(head.id);
  }

  /** The next row as well: the selection grows with the focus. */
  extend(by: number): void {
    const { handles, inbox, selection } = this.#desk;
    const head = this.subject();
    if (!head) return;
    const next = inbox.at(neighbour(inbox.indexOf(head.id), by, inbox.length));
    if (!selection.ids.has(head.id)) selection.toggle(head.id);
    if (!next) return;
    selection.rangeTo(next.id);
    handles.showRow(next.id);
  }
}
