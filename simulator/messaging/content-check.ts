/** Whether what a message says fits its channel's limits. */
import type { GraphError } from '../graph/errors.ts';
import type { Rules } from './rules.ts';
import { asGraphError, templates, type Attachment, type MessageBody, type Post } from './send-body.ts';

const invalid = (details: string, subcode?: number): GraphError => ({
  code: 100,
  details,
  ...(subcode !== undefined && { subcode }),
});

/** The length of a text as the channel counts it. */
function lengthOf(text: string, { textUnit }: Rules): number {
  return textUnit === 'bytes' ? new TextEncoder().encode(text).length : [...text].length;
}

function wrongTemplate(payload: Attachment['payload'], { templateTypes }: Rules): GraphError | null {
  const type = String(payload?.['template_type']);
  if (!templateTypes.includes(type))
    return invalid(
      `Param message[attachment][payload][template_type] must be one of {${templateTypes.join(', ')}}.`,
    );
  const parsed = templates[type]?.safeParse(payload, { reportInput: true });
  return parsed === undefined || parsed.success
    ? null
    : asGraphError(parsed.error, 'message[attachment][payload]');
}

function wrongAttachment(attachment: Attachment, rules: Rules): GraphError | null {
  const { type, payload } = attachment;
  if (!(type in rules.attachments)) {
    const known = Object.keys(rules.attachments).join(', ');
    return invalid(`Param message[attachment][type] must be one of {${known}} - got "${type}".`);
  }
  if (type === 'template') return wrongTemplate(payload, rules);
  if (type === 'MEDIA_SHARE')
    return payload?.['id'] === undefined
      ? invalid('The parameter message[attachment][payload][id] is required.')
      : null;
  if (rules.attachments[type] === null) return null;
  const { url, attachment_id: id } = payload ?? {};
  if ((url === undefined) === (id === undefined))
    return invalid('Param message[attachment][payload] must have exactly one of url and attachment_id.');
  return null;
}

function wrongPictures(attachments: readonly Attachment[], rules: Rules): GraphError | null {
  if (rules.mostPictures === 0) return invalid('Invalid keys "attachments" were found in param "message".');
  if (attachments.length > rules.mostPictures || attachments.some(({ type }) => type !== 'image'))
    return invalid(`Param message[attachments] must be 1 to ${rules.mostPictures} images.`, 2534015);
  return attachments.map((one) => wrongAttachment(one, rules)).find((wrong) => wrong !== null) ?? null;
}

/** Exactly one of text, attachment, attachments, sticker and template. */
function wrongCount(message: MessageBody): GraphError | null {
  const said = [
    ...[message.text, message.attachment, message.attachments, message.sticker_id],
    message.template,
  ].filter((one) => one !== undefined);
  return said.length === 1 ? null : invalid('Param message must have exactly one of text and attachment.');
}

/** Why the message itself is refused, or null. */
export function wrongMessage(message: MessageBody, rules: Rules): GraphError | null {
  const { text, attachment, attachments, template } = message;
  const count = wrongCount(message);
  if (count !== null) return count;
  if (text !== undefined && lengthOf(text, rules) > rules.longestText) {
    return invalid(
      `Length of param message[text] must be less than or equal to ${rules.longestText} ${rules.textUnit}`,
    );
  }
  if (template !== undefined && !rules.utilityTemplates)
    return invalid('Invalid keys "template" were found in param "message".');
  if (attachments !== undefined) return wrongPictures(attachments, rules);
  return attachment === undefined ? null : wrongAttachment(attachment, rules);
}

const deadTags = ['ACCOUNT_UPDATE', 'CONFIRMED_EVENT_UPDATE', 'POST_PURCHASE_UPDATE'];

/** Why the way of sending is refused, or null. */
export function wrongWay({ messaging_type: type, tag, message }: Post, rules: Rules): GraphError | null {
  if (type === undefined && rules.needsMessagingType)
    return invalid('The parameter messaging_type is required.');
  if (type !== undefined && !rules.messagingTypes.includes(type))
    return invalid(
      `Param messaging_type must be one of {${rules.messagingTypes.join(', ')}} - got "${type}".`,
    );
  if ((type === 'MESSAGE_TAG') !== (tag !== undefined))
    return invalid('Param tag must be sent with messaging_type MESSAGE_TAG, and only with it.');
  if (tag !== undefined && deadTags.includes(tag))
    return invalid(`Param tag: the message tag ${tag} is no longer supported. Use a utility message.`);
  if (tag !== undefined && tag !== 'HUMAN_AGENT')
    return invalid(`Param tag must be HUMAN_AGENT - got "${tag}".`);
  if ((type === 'UTILITY') !== (message?.template !== undefined))
    return invalid('Param message[template] must be sent with messaging_type UTILITY, and only with it.');
  return null;
}
