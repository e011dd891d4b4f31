/** WhatsApp: interactive messages → wire (Meta, "Interactive messages"; "Flows"; "Business-scoped user IDs"). */
import type { Action, Button, ListSection } from '#domain/content.ts';
import type { Draft } from '#domain/draft.ts';
import { notOnChannel, placeOf, type MetaFiles } from '../to-send.ts';

type Interactive = Extract<Draft, { kind: 'interactive' }>;
type Wire = Record<string, unknown>;

function renderButton(button: Button): Wire {
  if (button.type !== 'reply') return notOnChannel('whatsapp', `${button.type} button`);
  return { type: 'reply', reply: { id: button.id, title: button.title } };
}

function renderSection({ title, rows }: ListSection): Wire {
  return { ...(title !== '' && { title }), rows };
}

/** The answer names its form by the token only, so the token is never missing. */
function renderFlow({ flowId, title, token, screen }: Extract<Action, { type: 'flow' }>): Wire {
  return {
    name: 'flow',
    parameters: {
      flow_message_version: '3',
      flow_id: flowId,
      flow_cta: title,
      flow_token: token ?? flowId,
      ...(screen !== undefined && { flow_action: 'navigate', flow_action_payload: { screen } }),
    },
  };
}

/** Meta's word for the kind, and what can be tapped. */
function renderAction(action: Action): { readonly type: string; readonly action: Wire } {
  switch (action.type) {
    case 'buttons':
      return { type: 'button', action: { buttons: action.buttons.map(renderButton) } };
    case 'list':
      return {
        type: 'list',
        action: { button: action.button, sections: action.sections.map(renderSection) },
      };
    case 'link':
      return {
        type: 'cta_url',
        action: { name: 'cta_url', parameters: { display_text: action.title, url: action.url } },
      };
    case 'location-request':
      return { type: 'location_request_message', action: { name: 'send_location' } };
    case 'contact-request':
      return { type: 'request_contact_info', action: { name: 'request_contact_info' } };
    case 'flow':
      return { type: 'flow', action: renderFlow(action) };
    case 'quick-replies':
    case 'cards':
      return notOnChannel('whatsapp', action.type);
  }
}

function renderHeader({ header, headerFile }: Interactive, files: MetaFiles): Wire | null {
  if (header !== undefined) return { type: 'text', text: header };
  if (!headerFile) return null;
  const { type, name } = headerFile;
  const filename = type === 'document' && name !== undefined && { filename: name };
  return { type, [type]: { ...placeOf(headerFile, files), ...filename } };
}

/** The value of `interactive`. */
export function renderInteractive(draft: Interactive, files: MetaFiles): Wire {
  const { type, action } = renderAction(draft.action);
  const header = renderHeader(draft, files);
  return {
    type,
    ...(header && { header }),
    body: { text: draft.text },
    ...(draft.footer !== undefined && { footer: { text: draft.footer } }),
    action,
  };
}
