/** Fingers, mouse and keys on the picture of the lightbox: zoom, pan, and a swipe to the next one (B-29). */
import { fitting, held, zoomed, type View } from './zoom.ts';

type Point = { readonly x: number; readonly y: number };
type Swipes = { readonly onstep: (by: 1 | -1) => void; readonly onleave: () => void };

/** A finger that went so far, in px, meant something. */
const far = 60;
const stepOfKeys = 1.4;
const doubled = 2.5;

export class Glass {
  view = $state.raw<View>(fitting);
  /** Whether fingers hold it: then nothing glides. */
  dragging = $state(false);
  readonly #swipes: Swipes;
  readonly #fingers = new Map<number, Point>();
  #start: Point | null = null;
  #stage: HTMLElement | null = null;

  constructor(swipes: Swipes) {
    this.#swipes = swipes;
  }

  reset(): void {
    this.view = fitting;
  }

  /** By the middle, for keys and buttons. */
  larger(): void {
    this.#zoom(stepOfKeys, { x: 0, y: 0 });
  }

  smaller(): void {
    this.#zoom(1 / stepOfKeys, { x: 0, y: 0 });
  }

  pan(by: Point): void {
    this.#put({ ...this.view, x: this.view.x + by.x, y: this.view.y + by.y });
  }

  /** For `{@attach}` on the stage; the picture is the `img` in it. */
  attach = (stage: HTMLElement): (() => void) => {
    this.#stage = stage;
    const listeners = new AbortController();
    const { signal } = listeners;
    stage.addEventListener('wheel', (event) => this.#wheel(event), { signal, passive: false });
    stage.addEventListener('dblclick', (event) => this.#double(event), { signal });
    stage.addEventListener('pointerdown', (event) => this.#down(event), { signal });
    stage.addEventListener('pointermove', (event) => this.#move(event), { signal });
    for (const name of ['pointerup', 'pointercancel'] as const)
      stage.addEventListener(name, (event) => this.#up(event), { signal });
    return () => listeners.abort();
  };

  /** From the middle of the stage. */
  #at({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): Point {
    const box = this.#stage?.getBoundingClientRect();
    if (!box) return { x: 0, y: 0 };
    return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 };
  }

  #put(view: View): void {
    const image = this.#stage?.querySelector('img');
    if (!image || !this.#stage) return;
    const picture = { width: image.offsetWidth, height: image.offsetHeight };
    const room = { width: this.#stage.clientWidth, height: this.#stage.clientHeight };
    this.view = held(view, picture, room);
  }

  #zoom(factor: number, point: Point): void {
    this.#put(zoomed(this.view, factor, point));
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    this.#zoom(Math.exp(-event.deltaY * (event.deltaMode === 0 ? 0.002 : 0.05)), this.#at(event));
  }

  #double(event: MouseEvent): void {
    if (this.view.scale > 1) this.reset();
    else this.#zoom(doubled, this.#at(event));
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0 || !(event.target instanceof HTMLImageElement)) return;
    event.target.setPointerCapture(event.pointerId);
    this.#fingers.set(event.pointerId, this.#at(event));
    this.#start = this.#fingers.size === 1 ? this.#at(event) : null;
    this.dragging = true;
  }

  #move(event: PointerEvent): void {
    const before = this.#fingers.get(event.pointerId);
    if (!before) return;
    const now = this.#at(event);
    const [other] = [...this.#fingers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    this.#fingers.set(event.pointerId, now);
    if (other) this.#pinch(before, now, other);
    else if (this.view.scale > 1) this.pan({ x: now.x - before.x, y: now.y - before.y });
  }

  #pinch(before: Point, now: Point, other: Point): void {
    const apart = (point: Point): number => Math.hypot(point.x - other.x, point.y - other.y) || 1;
    this.#zoom(apart(now) / apart(before), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
  }

  #up(event: PointerEvent): void {
    if (!this.#fingers.delete(event.pointerId)) return;
    this.dragging = this.#fingers.size > 0;
    const start = this.#start;
    this.#start = null;
    if (!start || event.type !== 'pointerup' || event.pointerType === 'mouse' || this.view.scale > 1) return;
    const now = this.#at(event);
    const [across, down] = [now.x - start.x, now.y - start.y];
    if (Math.abs(across) > far && Math.abs(across) > Math.abs(down)) this.#swipes.onstep(across < 0 ? 1 : -1);
    else if (down > far) this.#swipes.onleave();
  }
}
