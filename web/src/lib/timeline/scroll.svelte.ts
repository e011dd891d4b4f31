/**
 * Where the reader is in the timeline. At the bottom it follows what comes; elsewhere what is read stays where it is, to
 * the pixel, whatever is put above or below (B-19, B-20). Rows are virtual: only those around the screen are drawn.
 * Native anchoring is off: not every browser has it. Sizes in px.
 */
import { tick } from 'svelte';
import type { VirtualizerHandle } from 'virtua/svelte';
import type { Item } from './items.ts';
import { Nearby } from './nearby.svelte.ts';
import { stepsOf, type Seen } from './steps.ts';

const follow = 80;
/** Screens above the reader that are loaded before they are reached. */
const screensAhead = 2;
/** How long a message that was looked for is marked (B-11), in ms. */
const markedFor = 1_500;
/** A row that was aimed at is kept in its place while rows around it are measured, in ms. */
const aimsFor = 1_000;
/** The day at the top is seen as long after the last movement, in ms. */
const restsAfter = 1_500;
/** The room that the day at the top takes. */
const dayRoom = 48;

type Aim = { readonly key: string; readonly stands: 'centre' | 'quarter' };
type Handle = Pick<VirtualizerHandle, 'findItemIndex' | 'getItemOffset' | 'getItemSize'>;
/** What is on the screen, by its place in `drawn`. */
export type Sight = Seen & {
  /** Whether a day's own divider stands where the day at the top would be. */
  readonly divided: boolean;
};

export class Scroll {
  /** Whether the reader is at the newest message. */
  atBottom = $state(true);
  /** What is in the timeline now. */
  drawn = $state.raw<readonly Item[]>([]);
  /** Whether rows were put above those on the screen, and nowhere else. */
  shift = $state(false);
  /** Goes up with every stretch that has nothing of the last one. */
  stretch = $state(0);
  /** What stands above the rows. */
  margin = $state(0);
  /** The message that was looked for, while it is marked (B-11). */
  shown = $state<string | null>(null);
  /** Whether the reader is on the move, or was a moment ago. */
  moving = $state(false);
  sight = $state.raw<Sight>({ first: 0, last: -1, divided: true });
  readonly nearby = new Nearby();
  /** Called when the oldest loaded message comes near. */
  onNearTop: () => void = () => {};
  /** Called when the newest loaded message comes near, and newer ones are not loaded. */
  onNearEnd: () => void = () => {};
  /** Whether the newest message is loaded; without it the end of what is loaded is not the bottom. */
  isWhole: () => boolean = () => true;
  #box: HTMLElement | null = null;
  #list: Handle | null = null;
  #aim: Aim | null = null;
  #aimEnds: ReturnType<typeof setTimeout> | undefined;
  #markEnds: ReturnType<typeof setTimeout> | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;
  /** Whether the box was measured; until then nobody sees it, and to look at it would only cost time. */
  #ready = false;
  #settling = false;
  /**
   * Whether what this person wrote was put at the foot and is not measured yet: when it is, in the same frame, all is put
   * right at once. What others wrote is put right before: the longest task counts there, and not when it is seen.
   */
  #comes = false;
  #stays = false;
  #top = 0;
  /** How far above the end of what is loaded the reader is, as long as that counts as the bottom. */
  #above = 0;

  /** `items`: what is there from the beginning. It starts at the first unread one, or at the bottom (B-18). */
  constructor(items: readonly Item[]) {
    this.drawn = items;
    const unread = items.find(({ kind }) => kind === 'unread');
    if (unread) this.#aim = { key: unread.key, stands: 'quarter' };
  }

  /** For `{@attach}` on the scrolling element. */
  attach = (box: HTMLElement): (() => void) => {
    this.#box = box;
    if (this.#aim) this.#aimAt(this.#aim);
    const look = (): void => this.#scrolled();
    const release = (): void => this.#release();
    const sizes = new ResizeObserver(() => {
      this.#ready = true;
      this.settle();
    });
    sizes.observe(box);
    box.addEventListener('scroll', look, { passive: true });
    const own = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;
    for (const name of own) box.addEventListener(name, release, { passive: true });
    return () => {
      sizes.disconnect();
      box.removeEventListener('scroll', look);
      for (const name of own) box.removeEventListener(name, release);
      clearTimeout(this.#aimEnds);
      clearTimeout(this.#markEnds);
      clearTimeout(this.#rest);
      this.nearby.stop();
      this.#box = null;
      this.#ready = false;
    };
  };

  /** The virtual rows are here, or gone. */
  rows(list: Handle | null): void {
    this.#list = list;
    if (list) this.settle();
  }

  /** Takes in what is to be drawn; call before the page changes. */
  take(next: readonly Item[]): void {
    const before = this.drawn;
    if (next === before) return;
    const steps = this.#list && before.length > 0 ? stepsOf(before, next, this.sight) : null;
    // What comes is followed whole; what only grows leaves the reader as far from the end as they were.
    const news = next.at(-1)?.key !== before.at(-1)?.key;
    if (news) this.#above = 0;
    this.shift = steps?.shift ?? false;
    if (!steps) this.stretch += 1;
    if (steps?.shift) this.nearby.shift((steps.between ?? next).length - before.length);
    else if (news && this.atBottom && !this.#aim) this.#foresee(next);
    this.drawn = steps?.between ?? next;
    // What came above and what came below are told one after the other: then nothing moves.
    if (steps?.between)
      void tick().then(() => {
        this.shift = false;
        this.drawn = next;
      });
  }

  /** News will stand at the foot of the screen: what follows from that need not be found first. */
  #foresee(next: readonly Item[]): void {
    const { sight } = this;
    this.sight = { ...sight, last: next.length - 1 };
    this.nearby.end(next.length);
    const newest = next.at(-1);
    this.#comes = this.#list !== null && newest?.kind === 'message' && newest.pending !== null;
  }

  /** What is to be drawn is on the page. */
  changed(): void {
    if (!this.#comes) this.settle();
  }

  /** Rows changed or were measured, and are drawn: the reader is put back, before anybody sees it. */
  settle(): void {
    const box = this.#box;
    this.#comes = false;
    if (!box || !this.#ready) return;
    // Short conversations stand at the foot: what is above them changes with them.
    const rows = box.querySelector<HTMLElement>('[data-rows]');
    if (rows) this.margin = rows.offsetTop;
    const aimed = this.#aim && this.#placeOf(this.#aim, box);
    if (aimed !== null && aimed !== undefined) box.scrollTop = aimed;
    else if (this.atBottom) box.scrollTop = box.scrollHeight - box.clientHeight - this.#above;
    this.#look();
  }

  /** Rows were measured. */
  measured = (): void => {
    if (this.#settling) return;
    this.#settling = true;
    void tick().then(() => {
      this.#settling = false;
      this.settle();
    });
  };

  /** Whether the newest message is kept at the foot of the screen. */
  get follows(): boolean {
    return this.atBottom && this.#aim === null && this.#above === 0;
  }

  toBottom(): void {
    this.#release();
    this.#above = 0;
    this.atBottom = this.isWhole();
    if (this.#box) this.#box.scrollTop = this.#box.scrollHeight;
    this.#look();
  }

  /** What opens now may grow downwards: the bottom is not followed until the reader moves (B-35, B-37). */
  stay(): void {
    this.#release();
    this.#stays = true;
    this.atBottom = false;
  }

  /** Puts a message into the middle and marks it for a while (B-11). Answers whether it is loaded. */
  centre(key: string): boolean {
    if (!this.drawn.some((item) => item.key === key)) return false;
    this.#aimAt({ key, stands: 'centre' });
    this.settle();
    this.shown = key;
    clearTimeout(this.#markEnds);
    this.#markEnds = setTimeout(() => (this.shown = null), markedFor);
    return true;
  }

  /** The next stretch that has nothing of this one begins in the middle at this message. */
  expect(key: string): void {
    this.#aimAt({ key, stands: 'centre' });
  }

  /** The place in `drawn` that is one screen up or down from another. */
  screenFrom(index: number, by: 1 | -1): number {
    const [box, list] = [this.#box, this.#list];
    if (!box || !list) return index;
    return list.findItemIndex(this.margin + list.getItemOffset(index) + by * (box.clientHeight - dayRoom));
  }

  #scrolled(): void {
    this.#look();
    this.moving = true;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => (this.moving = false), restsAfter);
  }

  #aimAt(aim: Aim): void {
    this.#aim = aim;
    clearTimeout(this.#aimEnds);
    this.#aimEnds = setTimeout(() => this.#release(), aimsFor);
  }

  #release(): void {
    clearTimeout(this.#aimEnds);
    this.#aim = null;
    this.#stays = false;
  }

  /** How far to scroll for it; null where it is not loaded. */
  #placeOf({ key, stands }: Aim, box: HTMLElement): number | null {
    const list = this.#list;
    const index = this.drawn.findIndex((item) => item.key === key);
    if (!list || index < 0) return null;
    const top = this.margin + list.getItemOffset(index);
    // A quarter of the height down, so that what came before can be seen (B-18).
    if (stands === 'quarter') return top - box.clientHeight / 4;
    const entry = box.querySelector(`[data-key="${CSS.escape(key)}"]`)?.getBoundingClientRect();
    // One that is not drawn yet stands about where its row will be.
    const place = entry
      ? { top: entry.top - box.getBoundingClientRect().top + box.scrollTop, size: entry.height }
      : { top, size: list.getItemSize(index) };
    // Of one that is higher than the box, the beginning.
    return place.top - Math.max(dayRoom, (box.clientHeight - place.size) / 2);
  }

  #look(): void {
    const box = this.#box;
    if (!box || box.clientHeight === 0) return;
    const { scrollTop, scrollHeight, clientHeight } = box;
    const whole = this.isWhole();
    const left = scrollHeight - scrollTop - clientHeight;
    const near = whole && left <= follow;
    // Rows that grow take nobody away from the bottom; only going up does.
    const up = scrollTop < this.#top - 1;
    if (!this.#stays && (near || !whole || this.#aim || up)) this.atBottom = near;
    if (near && (up || left < this.#above)) this.#above = left;
    this.#top = scrollTop;
    this.#see(scrollTop, clientHeight);
    if (scrollTop < screensAhead * clientHeight) this.onNearTop();
    if (!whole && left < screensAhead * clientHeight) this.onNearEnd();
  }

  #see(top: number, height: number): void {
    const list = this.#list;
    if (!list || this.drawn.length === 0) return;
    const first = list.findItemIndex(top);
    const end = list.findItemIndex(top + height);
    const middle = this.margin + list.getItemOffset(end) + Math.min(height, list.getItemSize(end)) / 2;
    const last = middle <= top + height ? end : end - 1;
    const heads = this.drawn.slice(first, list.findItemIndex(top + dayRoom) + 1);
    const divided = heads.some(({ kind }) => kind === 'day');
    const { sight } = this;
    if (sight.first !== first || sight.last !== last || sight.divided !== divided)
      this.sight = { first, last, divided };
    this.nearby.see({ first, last: end });
  }
}
