/** What can wait until what is looked at first is on the screen. */

/** A page that is hidden draws nothing: then it goes on all the same. Longer than a slow machine takes for a frame. In ms. */
const mostForFrame = 500;

/** Runs once, in a task of its own, when the browser has drawn what changed now. Returns how to leave it. */
export function onceDrawn(run: () => void): () => void {
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer);
    timer = setTimeout(run);
  });
  let timer = setTimeout(run, mostForFrame);
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
