/** Where a box that opens stands on the page. Pure where not said; in pixels, along the line of text ("start") and down. */

/** What it opens from: a button, a row, or a point. */
export type Anchor = {
  readonly start: number;
  readonly end: number;
  readonly top: number;
  readonly bottom: number;
};
type Size = { readonly width: number; readonly height: number };
export type Spot = { readonly start: number; readonly top: number };

const margin = 8;

function within(wanted: number, size: number, room: number): number {
  return Math.max(margin, Math.min(wanted, room - size - margin));
}

/** The anchor of a box of the page, whichever way text runs. */
export function anchorOf(
  box: Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>,
  page: { readonly width: number; readonly rtl: boolean },
): Anchor {
  const { top, bottom } = box;
  return page.rtl
    ? { start: page.width - box.right, end: page.width - box.left, top, bottom }
    : { start: box.left, end: box.right, top, bottom };
}

/** The page as an element of it reads. Of the browser. */
export function pageOf(element: Element): { readonly width: number; readonly rtl: boolean } {
  return { width: innerWidth, rtl: getComputedStyle(element).direction === 'rtl' };
}

/** The anchor of what is on the page. Of the browser. */
export function anchorAt(element: Element): Anchor {
  return anchorOf(element.getBoundingClientRect(), pageOf(element));
}

/** Under its anchor; above it where there is no room below; never outside the page. */
export function below(anchor: Anchor, size: Size, page: Size): Spot {
  const fits = anchor.bottom + size.height + margin <= page.height;
  const above = anchor.top - size.height;
  const top = fits || above < margin ? anchor.bottom : above;
  return { start: within(anchor.start, size.width, page.width), top: within(top, size.height, page.height) };
}

/** Beside its anchor, at its height; on the other side where there is no room. */
export function beside(anchor: Anchor, size: Size, page: Size): Spot {
  const fits = anchor.end + size.width + margin <= page.width;
  const other = anchor.start - size.width;
  const start = fits || other < margin ? anchor.end : other;
  return {
    start: within(start, size.width, page.width),
    top: within(anchor.top, size.height, page.height),
  };
}
