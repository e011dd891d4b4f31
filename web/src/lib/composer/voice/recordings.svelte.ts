/** The voice notes that are not sent yet: one a conversation. Of this page alone: the piece never runs at the edge. */
import { SvelteMap } from 'svelte/reactivity';
import type { Channel } from '#domain/channel.ts';
import { Recording } from './recording.svelte.ts';

class Recordings {
  readonly #all = new SvelteMap<string, Recording>();
  readonly #discarded = new SvelteMap<string, Recording>();

  of(conversationId: string): Recording | undefined {
    return this.#all.get(conversationId);
  }

  /** Begins one, unless there is one. */
  begin(conversationId: string, channel: Channel): void {
    if (this.#all.has(conversationId)) return;
    this.#discarded.delete(conversationId);
    const recording = new Recording(channel);
    this.#all.set(conversationId, recording);
    void recording.begin();
  }

  /** The one that was discarded last and may be had back. */
  discarded(conversationId: string): Recording | undefined {
    return this.#discarded.get(conversationId);
  }

  /** Ends one and takes it away; what was recorded may be had back. */
  async discard(conversationId: string): Promise<void> {
    const recording = this.#all.get(conversationId);
    await recording?.stop();
    this.#all.delete(conversationId);
    if (recording?.file) this.#discarded.set(conversationId, recording);
  }

  /** Puts back what was discarded. */
  restore(conversationId: string): void {
    const recording = this.#discarded.get(conversationId);
    if (!recording) return;
    this.#discarded.delete(conversationId);
    this.#all.set(conversationId, recording);
  }

  /** What was discarded is not wanted any more. */
  forget(conversationId: string): void {
    this.#discarded.delete(conversationId);
  }

  /** It was sent. */
  drop(conversationId: string): void {
    this.#all.delete(conversationId);
  }
}

export const recordings = new Recordings();
