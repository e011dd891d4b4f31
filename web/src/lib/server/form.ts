/** Small helpers of the form pages. */

/** A text field of a form; '' when it is missing or a file. */
export function field(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** Where to go after signing in: only into the inbox of this place. */
export function destination(to: string | null): string {
  return to !== null && /^\/inbox(?:\/[\w.~%-]+)?(?:\?[\w.~%+=&-]*)?$/.test(to) ? to : '/inbox';
}
