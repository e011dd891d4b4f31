/** Failures that the person at the keyboard can mend. */

/** Shown as its sentence, without a stack; the sentence says what to do. */
export class Plain extends Error {
  override name = 'Plain';
}

/** Runs a command's body: a `Plain` failure becomes one sentence and exit code 1, a surprise keeps its stack. */
export async function command(body: (args: readonly string[]) => Promise<void>): Promise<void> {
  try {
    await body(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Plain ? error.message : error);
    process.exit(1);
  }
}

/** What a caught value says. */
export const sentenceOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
