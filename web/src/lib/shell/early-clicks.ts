/** Clicks on a page that was shown and did not listen yet: each is done once, on what stands in its place now. Links need none. */

/** Who clicked longer ago has gone on to something else. In ms. */
const meantFor = 10_000;
/** So long a row is waited for that is drawn anew. */
const mostFrames = 60;
/** What the early script of app.html keeps clicks on. */
const controls = 'button, [role="option"]';

export type Clicked = Pick<Event, 'target' | 'timeStamp'>;

/**
 * The targets that are still meant, the oldest first. Who clicks on one thing again and again while nothing happens wants it
 * once. `controlOf`: what a target belongs to.
 */
export function meant<One extends Clicked>(
  clicks: readonly One[],
  now: number,
  controlOf: (target: EventTarget | null) => unknown,
): readonly One[] {
  const recent = clicks.filter(({ timeStamp }) => now - timeStamp < meantFor);
  return recent.filter(({ target }, at) => {
    const before = recent[at - 1];
    return !before || controlOf(before.target) !== controlOf(target);
  });
}

/** Rows are drawn anew once there is a screen: what was clicked of a row is found again by its id. */
function placeNow(target: Element): Element | null {
  if (target.isConnected) return target;
  const row = target.closest<HTMLElement>('[data-id]');
  if (!row) return null;
  const { id = '', testid = '' } = row.dataset;
  const now = document.querySelector(`[data-testid="${CSS.escape(testid)}"][data-id="${CSS.escape(id)}"]`);
  const part = target.closest<HTMLElement>('[data-testid]')?.dataset['testid'];
  return now?.querySelector(`[data-testid="${CSS.escape(part ?? '')}"]`) ?? now;
}

const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);

/** Rows are measured before they are drawn anew. */
async function placeSoon(target: Element): Promise<Element | null> {
  for (let tries = 0; tries < mostFrames; tries += 1) {
    await frame();
    const place = placeNow(target);
    if (place) return place;
  }
  return null;
}

/** Does what was clicked too early, one after the other. What is not there any more is left out. */
export async function clickAgain(clicks: readonly Clicked[]): Promise<void> {
  const controlOf = (target: EventTarget | null): unknown =>
    target instanceof Element ? target.closest(controls) : target;
  for (const { target } of meant(clicks, performance.now(), controlOf)) {
    const place = target instanceof Element ? await placeSoon(target) : null;
    place?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: 1 }));
  }
}
