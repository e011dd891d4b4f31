/** The API of a page whose other tabs learn at once what was read in it (B-66). */
import { Api, browserFetch, type Outcome } from '../api.ts';
import type { CommandBody } from '#domain/command.ts';
import type { CommandAnswer } from '#domain/http.ts';

export class ToldApi extends Api {
  readonly #onRead: (id: string, rev: number) => void;

  /** `onRead` is told the conversation, and the rev of its head since it is read. */
  constructor(onRead: (id: string, rev: number) => void) {
    super(browserFetch);
    this.#onRead = onRead;
  }

  override async command(id: string, body: CommandBody): Promise<Outcome<CommandAnswer>> {
    const outcome = await super.command(id, body);
    if (outcome.ok && body.type === 'read') this.#onRead(id, outcome.value.rev);
    return outcome;
  }
}
