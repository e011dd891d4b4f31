/** Tells every page who is on the team, and which groups, tags, lead statuses and attributes there are, when any of that changed. */
import type { ListFrame } from '#domain/frame.ts';
import { directoryOf } from '../directory/directory.ts';
import type { Env } from '../env.ts';
import { sendTo, type Sockets } from '../live/sockets.ts';
import { listTeam } from '../team/team.ts';

export class DirectoryTeller {
  readonly #env: Pick<Env, 'DB'>;
  readonly #sockets: Sockets;
  /** When it was told last (ms), as far as this object remembers: who comes with an older page reads it again. */
  at: number | null = null;
  /** One look at D1 at a time, so that the last frame is the newest. */
  #looking: Promise<void> = Promise.resolve();
  #wanted = false;

  constructor(env: Pick<Env, 'DB'>, sockets: Sockets) {
    this.#env = env;
    this.#sockets = sockets;
  }

  /** Answers when everybody was told. What changes while D1 is looked at is told with the next look. @throws when D1 fails */
  async changed(): Promise<void> {
    this.#wanted = true;
    const look = async (): Promise<void> => {
      if (this.#wanted) await this.#tell();
    };
    const looked = this.#looking.then(look);
    this.#looking = looked.catch(() => undefined);
    return looked;
  }

  async #tell(): Promise<void> {
    this.#wanted = false;
    const [team, directory] = await Promise.all([listTeam(this.#env), directoryOf(this.#env)]);
    this.at = Date.now();
    const text = JSON.stringify({ t: 'directory', now: this.at, team, ...directory } satisfies ListFrame);
    for (const { socket } of this.#sockets.ready()) sendTo(socket, text);
  }
}
