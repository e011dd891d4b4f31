import type { Attachment } from 'svelte/attachments';

function hasFailed(element: HTMLImageElement | HTMLMediaElement): boolean {
  if (element instanceof HTMLMediaElement) return element.error !== null;
  return element.complete && element.naturalWidth === 0;
}

/**
 * Runs when a picture, video or sound cannot be loaded, also when that happened before the page came alive.
 * An `onerror` in the markup would be an inline script on the server's page, which our policy forbids.
 */
export function failing(run: () => void): Attachment<HTMLImageElement | HTMLMediaElement> {
  return (element) => {
    if (hasFailed(element)) run();
    element.addEventListener('error', run);
    return () => element.removeEventListener('error', run);
  };
}
