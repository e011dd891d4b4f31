/** One line of JSON per event. Never tokens, never message text, never phone numbers. */

export type Fields = Readonly<Record<string, string | number | boolean | null>>;

/** Something worth counting or looking up later. */
export function log(event: string, fields: Fields = {}): void {
  console.log(JSON.stringify({ event, ...fields }));
}

/** Something that should not have happened; `failure` is told with its stack. */
export function logFailure(event: string, failure: unknown, fields: Fields = {}): void {
  const error = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
  console.error(JSON.stringify({ event, ...fields, error }));
}
