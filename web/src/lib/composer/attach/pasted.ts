/** What of the clipboard is meant as files. Pure. */

type Clipboard = Pick<DataTransfer, 'files' | 'types' | 'getData'>;

/**
 * The files that were pasted. Office programs put a picture of what was copied beside its text: there the text is meant,
 * and there are none.
 */
export function pastedFiles(data: Clipboard | null): readonly File[] {
  if (!data) return [];
  const formatted = data.types.includes('text/html') || data.types.includes('text/rtf');
  if (formatted && data.getData('text/plain').trim() !== '') return [];
  return [...data.files];
}
