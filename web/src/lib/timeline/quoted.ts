/** What a message is connected to, and what can be done with it. */
import { isSettled } from '#domain/delivery.ts';
import type { Head } from '#domain/head.ts';
import type { Message } from '#domain/message.ts';
import type { Drawn } from './items.ts';

/** What a message has to know of its conversation. */
export type Whose = Pick<Head, 'channel' | 'id' | 'name'>;

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
  /** Puts this emoji on a message as the team’s; '' takes theirs back. */
  readonly putEmoji: (message: Message, emoji: string) => void;
  /** Sends a message of ours once more, as a new one. */
  readonly sendAgain: (message: Message) => void;
  /** Asks the server what became of it. */
  readonly check: () => Promise<void>;
  /** Brings a message into view. */
  readonly show: (id: string) => void;
};

/** Whether Meta knows the message, so that it can be answered. */
export function isAnswerable({ message, pending }: Drawn): boolean {
  const { content, delivery, direction } = message;
  if (pending !== null || content.kind === 'unsent' || direction === 'note' || direction === 'line')
    return false;
  return !delivery || (isSettled(delivery.state) && delivery.state !== 'failed');
}
