import type { Attachment } from 'svelte/attachments';

/** Lets a text area grow with its text where the browser does not do so by itself (`field-sizing`). */
export function growing(text: () => string): Attachment<HTMLTextAreaElement> {
  return (field) => {
    // Read so that this runs again with every change.
    text();
    if (CSS.supports('field-sizing', 'content')) return;
    field.style.blockSize = 'auto';
    field.style.blockSize = `${field.scrollHeight}px`;
  };
}
