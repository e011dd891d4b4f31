/** What the tabs of one person in this browser tell each other, besides what they keep on the device. */
import type { CommandAnswer } from '#domain/http.ts';

export type TabNews =
  /** The server has something that waited on this device. */
  | { readonly t: 'answer'; readonly conversationId: string; readonly answer: CommandAnswer }
  /** A conversation was read here; the server's head is at `rev` since. */
  | { readonly t: 'read'; readonly conversationId: string; readonly rev: number }
  /** These notices were read here. */
  | { readonly t: 'noticed'; readonly ids: readonly string[] }
  /** This person signed out: nothing of theirs stays on the device. */
  | { readonly t: 'left' };

export class Tabs {
  readonly #name: string;
  #channel: BroadcastChannel | null = null;

  /** `name`: tabs of the same name hear each other. */
  constructor(name: string) {
    this.#name = name;
  }

  tell(news: TabNews): void {
    this.#channel?.postMessage(news);
  }

  /** Begins to listen to the other tabs. Returns how to stop. */
  hear(run: (news: TabNews) => void): () => void {
    const channel = new BroadcastChannel(this.#name);
    this.#channel = channel;
    // Only our own pages speak on it: the name is of this origin.
    channel.onmessage = ({ data }: MessageEvent<TabNews>) => run(data);
    return () => {
      this.#channel = null;
      channel.close();
    };
  }
}
