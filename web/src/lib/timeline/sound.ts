/** What a player asks of the browser. */
import type { Attachment } from 'svelte/attachments';

/** Whether the browser says beforehand that it plays no such sound: phones record AMR, which none plays. */
export function cannotPlay(mime: string | undefined): boolean {
  if (typeof Audio === 'undefined' || mime?.startsWith('audio/') !== true) return false;
  return new Audio().canPlayType(mime) === '';
}

/** Runs `seen` when the element comes on the screen for the first time. */
export function onceSeen(seen: () => void): Attachment {
  return (element) => {
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      seen();
    });
    observer.observe(element);
    return () => observer.disconnect();
  };
}
