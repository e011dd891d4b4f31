/** The caret of a draft (B-44). */
type Caret = {
  /** Where it stood, in UTF-16 units. */
  get(): number;
  put(at: number): void;
};

/** Puts the caret where it stood as soon as the field has the focus, and notes where it goes. Returns how to stop. */
export function keepCaret(field: HTMLTextAreaElement, caret: Caret): () => void {
  const restore = (): void => field.setSelectionRange(caret.get(), caret.get());
  const note = (): void => {
    if (document.activeElement === field) caret.put(field.selectionEnd);
  };
  if (document.activeElement === field) restore();
  // Not before: some browsers give the focus to a field whose selection is set.
  else field.addEventListener('focus', restore, { once: true });
  document.addEventListener('selectionchange', note);
  return () => {
    field.removeEventListener('focus', restore);
    document.removeEventListener('selectionchange', note);
  };
}
