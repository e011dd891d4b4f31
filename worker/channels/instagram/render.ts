/**
 * Instagram: what is to leave → wire, for both flavours (Meta, "Send a Message" of Instagram Messaging and of the Instagram
 * API with Instagram Login). Its echoes give back no `metadata`, so none is sent.
 */
import { asHumanAgent, renderContent, renderQuote, renderReactionTo } from '../messaging-render.ts';
import type { Recipient } from '../channel.ts';
import type { ToMark, ToReact, ToSend } from '../to-send.ts';

const recipientOf = ({ igsid = '' }: Recipient): { readonly id: string } => ({ id: igsid });

/** Body of `POST /{account}/messages`. */
export function renderMessage(toSend: ToSend): Record<string, unknown> {
  return {
    recipient: recipientOf(toSend.to),
    ...(toSend.humanAgent && asHumanAgent),
    ...renderQuote(toSend.quotes),
    message: renderContent(toSend),
  };
}

/** The one reaction that both flavours document goes by its name. */
const wordOf = (emoji: string): string => (/^\u2764\ufe0f?$/.test(emoji) ? 'love' : emoji);

/** Body of `POST /{account}/messages`; '' removes. */
export function renderReaction(toReact: ToReact): Record<string, unknown> {
  return renderReactionTo(recipientOf(toReact.to), toReact, wordOf(toReact.emoji));
}

/** Instagram documents no such mark: a thread counts as read once it is answered. */
export function renderRead(_mark: ToMark): null {
  return null;
}

export function renderTyping({ to }: ToMark): Record<string, unknown> {
  return { recipient: recipientOf(to), sender_action: 'typing_on' };
}
