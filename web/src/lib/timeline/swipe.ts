/** A finger that pulls something along the line of text: it follows, and springs back when it is let go (B-26). */
import type { Attachment } from 'svelte/attachments';

export type Swipe = {
  /** What is pulled when a finger comes down here; null for nothing. */
  readonly find: (target: EventTarget | null) => HTMLElement | null;
  /** It was pulled far enough. */
  readonly done: (element: HTMLElement) => void;
};

/** In px: before that it may become a scroll; from there it means something; no further than that. */
const slack = 10;
const enough = 56;
const most = 76;
const springs = 180;
/** Fingers there do something else. */
const others = 'input, video, textarea, select, [tabindex="0"]:not([role="article"]), pre';

/** How far a thing goes with a finger that went so far: less and less. */
function pulled(distance: number): number {
  const far = Math.max(0, distance - slack);
  return far <= enough ? far : enough + (most - enough) * (1 - Math.exp((enough - far) / (most - enough)));
}

type Pull = {
  readonly element: HTMLElement;
  readonly id: number;
  readonly x: number;
  readonly y: number;
  /** 1 where text runs to the right, -1 to the left. */
  readonly sense: number;
  distance: number;
};

function release({ element, sense, distance }: Pull): void {
  element.style.translate = '';
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (still || distance <= slack) return;
  const from = { translate: `${pulled(distance) * sense}px 0` };
  element.animate([from, { translate: '0 0' }], { duration: springs, easing: 'ease-out' });
}

/** For `{@attach}` on what holds the things that can be pulled. */
export function swiping({ find, done }: Swipe): Attachment<HTMLElement> {
  return (box) => {
    let pull: Pull | null = null;

    const down = (event: PointerEvent): void => {
      if (pull) release(pull);
      pull = null;
      if (event.pointerType !== 'touch' || !event.isPrimary) return;
      const taken = event.target instanceof Element && event.target.closest(others) !== null;
      const element = taken ? null : find(event.target);
      if (!element) return;
      const sense = getComputedStyle(box).direction === 'rtl' ? -1 : 1;
      pull = { element, id: event.pointerId, x: event.clientX, y: event.clientY, sense, distance: 0 };
    };
    const move = (event: PointerEvent): void => {
      if (event.pointerId !== pull?.id) return;
      pull.distance = Math.max(0, (event.clientX - pull.x) * pull.sense);
      if (pull.distance <= slack && Math.abs(event.clientY - pull.y) > slack) {
        release(pull);
        pull = null;
        return;
      }
      const to = pulled(pull.distance) * pull.sense;
      if (!matchMedia('(prefers-reduced-motion: reduce)').matches)
        pull.element.style.translate = to === 0 ? '' : `${to}px 0`;
    };
    const up = (event: PointerEvent): void => {
      const last = pull;
      if (event.pointerId !== last?.id) return;
      pull = null;
      release(last);
      if (event.type === 'pointerup' && pulled(last.distance) >= enough) done(last.element);
    };
    const listeners = new AbortController();
    const { signal } = listeners;
    box.addEventListener('pointerdown', down, { signal });
    box.addEventListener('pointermove', move, { signal });
    for (const name of ['pointerup', 'pointercancel'] as const) box.addEventListener(name, up, { signal });
    return () => {
      if (pull) release(pull);
      listeners.abort();
    };
  };
}
