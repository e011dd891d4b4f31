/** The voice notes that are not sent yet: one a conversation. Of this page alone: the piece never runs at the edge. */
import { SvelteMap } from 'svelte/reactivity';
import type { Channel } from '#domain/channel.ts';
import { Recording } from './recording.svelte.ts';

class Recordings {
  readonly #all = new SvelteMap<string, Recording>();

  of(conversationId: string): Recording | undefined {
    return this.#all.get(conversationId);
  }

  /** Begins one, unless there is one. */
  begin(conversationId: string, channel: Channel): void {
    if (this.#all.has(conversationId)) return;
    const recording = new Recording(channel);
    this.#all.set(conversationId, recording);
    void recording.begin();
  }

  /** Puts one back that was discarded. */
  put(conversationId: string, recording: Recording): void {
    this.#all.set(conversationId, recording);
  }

  drop(conversationId: string): void {
    this.#all.delete(conversationId);
  }
}

export const recordings = new Recordings();
