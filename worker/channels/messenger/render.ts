/** Messenger: what is to leave → wire (Meta, "Send API"; "Sender actions"). */
import { asHumanAgent, renderContent, renderQuote, renderReactionTo } from '../messaging-render.ts';
import type { Recipient } from '../channel.ts';
import type { ToMark, ToReact, ToSend } from '../to-send.ts';
import { renderTemplate } from './render-template.ts';

const recipientOf = ({ psid = '' }: Recipient): { readonly id: string } => ({ id: psid });

/** A template says by itself that it may leave outside of the window. */
function typeOf({ draft, humanAgent }: ToSend): Record<string, unknown> {
  if (draft.kind === 'template') return { messaging_type: 'UTILITY' };
  return humanAgent ? asHumanAgent : { messaging_type: 'RESPONSE' };
}

/** Body of `POST /{page_id}/messages`; `metadata` comes back in the echo. */
export function renderMessage(toSend: ToSend): Record<string, unknown> {
  const { draft, id, to, quotes } = toSend;
  const content = draft.kind === 'template' ? { template: renderTemplate(draft) } : renderContent(toSend);
  return {
    recipient: recipientOf(to),
    ...typeOf(toSend),
    ...renderQuote(quotes),
    message: { ...content, metadata: id },
  };
}

/** Body of `POST /{page_id}/messages`; any emoji, '' removes. */
export function renderReaction(toReact: ToReact): Record<string, unknown> {
  return renderReactionTo(recipientOf(toReact.to), toReact, toReact.emoji);
}

/** Marks everything up to now. */
export function renderRead({ to }: ToMark): Record<string, unknown> {
  return { recipient: recipientOf(to), sender_action: 'mark_seen' };
}

export function renderTyping({ to }: ToMark): Record<string, unknown> {
  return { recipient: recipientOf(to), sender_action: 'typing_on' };
}
