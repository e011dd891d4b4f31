/** What a message is connected to, and what can be done with it. */
import type { Message } from '#domain/message.ts';

/** The message that another one answers, as far as it is at hand. */
export type Quoted = {
  readonly id: string;
  /** Null when it is not here. */
  readonly message: Message | null;
  readonly author: string;
};

export type Doings = {
  /** Whether this person may answer now. */
  readonly mayReply: boolean;
  /** The next reply answers this message. */
  readonly quote: (message: Message) => void;
  /** Lets a person choose an emoji, at this button. */
  readonly react: (message: Message, button: HTMLElement) => void;
  /** Sends a text of ours once more, as a new message. */
  readonly sendAgain: (message: Message) => void;
  /** Brings a message into view. */
  readonly show: (id: string) => void;
};
