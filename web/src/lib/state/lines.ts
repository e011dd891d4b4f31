/** The live lines of the list: one to each shard, all told what is watched, their state as one. */
import {
  protocolVersion,
  type BellFrame,
  type ClientFrame,
  type ListFrame,
  type DirectoryFrame,
} from '#domain/frame.ts';
import type { Filter } from '#domain/filter.ts';
import type { Tab } from '#domain/http.ts';
import { shardOf } from '#domain/shard.ts';
import { listSocketPath } from '../api.ts';
import { readListFrame } from '../live/frames.ts';
import { LiveSocket, type End, type LineState, type Timers, type Wire } from '../live/socket.ts';

export type LinesOptions = {
  readonly shards: number;
  readonly openWire: (path: string) => Wire;
  readonly timers: Timers;
  /** The worst state of all lines, and how often that one has tried. */
  readonly onLine: (state: LineState, tries: number) => void;
  readonly onEnd: (why: End) => void;
  /** Of the bell, and every welcome. */
  readonly onBell: (frame: BellFrame) => void;
  /** Of the team and its groups, and every welcome. */
  readonly onDirectory?: (frame: DirectoryFrame) => void;
};

/** What is about rows. */
export type RowsFrame = Exclude<ListFrame, { t: 'notice' | 'noticed' | 'directory' }>;

type Watched = { readonly tab: Tab | null; readonly filter: Filter };
type Looking = { readonly id: string | null; readonly typing: boolean };

/** The first is the worst. */
const badness: readonly LineState[] = ['waiting', 'connecting', 'ended', 'idle', 'open'];

export class ListLines {
  readonly #options: LinesOptions;
  readonly #sockets: readonly LiveSocket[];
  readonly #states = new Map<number, { readonly state: LineState; readonly tries: number }>();
  #watched: Watched;
  #looking: Looking = { id: null, typing: false };

  constructor(watched: Watched, options: LinesOptions, onFrame: (frame: RowsFrame, shard: number) => void) {
    this.#watched = watched;
    this.#options = options;
    const hear = (text: string, shard: number): void => {
      const frame = readListFrame(text);
      if (!frame) return;
      if (frame.t === 'directory' || frame.t === 'welcome') options.onDirectory?.(frame);
      if (frame.t === 'directory') return;
      const isOfBell = frame.t === 'notice' || frame.t === 'noticed';
      if (isOfBell || frame.t === 'welcome') options.onBell(frame);
      if (!isOfBell) onFrame(frame, shard);
    };
    this.#sockets = Array.from({ length: options.shards }, (_, shard) => {
      return new LiveSocket({
        open: () => options.openWire(listSocketPath(shard)),
        timers: options.timers,
        hello: () => this.#hello(),
        onText: (text) => hear(text, shard),
        onState: (state, tries) => this.#report(shard, { state, tries }),
        onEnd: options.onEnd,
      });
    });
  }

  start(): void {
    for (const socket of this.#sockets) socket.start();
  }

  stop(): void {
    for (const socket of this.#sockets) socket.stop();
  }

  wake(): void {
    for (const socket of this.#sockets) socket.wake();
  }

  /** Tells all shards what is shown from now on. */
  watch(watched: Watched): void {
    this.#watched = watched;
    for (const socket of this.#sockets) socket.send(this.#watchFrame());
  }

  /**
   * Tells the shard of a conversation that this page looks at it; the one before learns that it does not any more. That
   * somebody writes holds only while it is said again.
   */
  lookAt(looking: Looking): void {
    const before = this.#looking;
    if (before.id === looking.id && before.typing === looking.typing && !looking.typing) return;
    this.#looking = looking;
    if (before.id !== null && before.id !== looking.id) {
      const sameShard = looking.id !== null && this.#shardOf(looking.id) === this.#shardOf(before.id);
      if (!sameShard) this.#socketOf(before.id)?.send({ t: 'at', id: null, typing: false });
    }
    if (looking.id !== null) this.#socketOf(looking.id)?.send({ t: 'at', ...looking });
  }

  #shardOf(id: string): number {
    return shardOf(id, this.#options.shards);
  }

  #socketOf(id: string): LiveSocket | undefined {
    return this.#sockets[this.#shardOf(id)];
  }

  #hello(): ClientFrame {
    return { t: 'hello', v: protocolVersion, since: null };
  }

  #watchFrame(): ClientFrame {
    return { t: 'watch', ...this.#watched };
  }

  #report(shard: number, report: { readonly state: LineState; readonly tries: number }): void {
    this.#states.set(shard, report);
    if (report.state === 'open') this.#greet(shard);
    const [worst] = [...this.#states.values()].sort(
      (a, b) => badness.indexOf(a.state) - badness.indexOf(b.state) || b.tries - a.tries,
    );
    if (worst) this.#options.onLine(worst.state, worst.tries);
  }

  /** The line is open and has said hello. */
  #greet(shard: number): void {
    const { id } = this.#looking;
    this.#sockets[shard]?.send(this.#watchFrame());
    if (id !== null && this.#shardOf(id) === shard) this.#sockets[shard]?.send({ t: 'at', ...this.#looking });
  }
}
