/** The closed list of reasons to say no, each with its sentence. A refusal is a value, never an exception. */
import { abilities, type Channel } from './channel.ts';

export type Refusal =
  | { readonly code: 'signed-out' }
  | { readonly code: 'foreign-origin' }
  | { readonly code: 'not-found' }
  | { readonly code: 'conversation-not-found' }
  | { readonly code: 'role-may-not'; readonly role: string }
  | { readonly code: 'assigned-to-other'; readonly name: string }
  | { readonly code: 'window-closed'; readonly channel: Channel; readonly closedAt: number }
  | { readonly code: 'window-never-opened'; readonly channel: Channel }
  /** `until`: how long a person may still answer, in ms (R-16). */
  | { readonly code: 'human-agent-unconfirmed'; readonly until: number }
  | { readonly code: 'template-not-allowed'; readonly channel: Channel }
  /** The draft breaks a limit of the channel; the sentence says which and what to do. */
  | { readonly code: 'draft-not-allowed'; readonly channel: Channel; readonly problem: string }
  | { readonly code: 'too-many-scheduled'; readonly limit: number }
  | { readonly code: 'upload-not-found' }
  | { readonly code: 'message-not-found' }
  /** Somebody of the team blocked the customer (C11). */
  | { readonly code: 'blocked' }
  | { readonly code: 'account-in-trouble'; readonly problem: string }
  | { readonly code: 'letter-not-found' }
  | { readonly code: 'text-empty' }
  | { readonly code: 'text-too-long'; readonly limit: number; readonly length: number }
  | { readonly code: 'client-id-taken' }
  | { readonly code: 'changed-since' }
  | { readonly code: 'person-not-found' }
  | { readonly code: 'group-not-found' }
  | { readonly code: 'tag-not-found' }
  | { readonly code: 'lead-status-not-found' }
  | { readonly code: 'note-not-found' }
  | { readonly code: 'attribute-not-found' }
  /** A detail or an attribute cannot be that; the sentence says what it can be. */
  | { readonly code: 'value-not-allowed'; readonly problem: string }
  | { readonly code: 'follow-up-not-found' }
  /** Nothing follows a lead that has ended (product, section 5). */
  | { readonly code: 'follow-up-after-lead' }
  | { readonly code: 'too-many-follow-ups'; readonly limit: number }
  | { readonly code: 'person-may-not-see'; readonly name: string }
  /** A lead with a final status takes no other status, owner or follow-up (product, section 5). */
  | { readonly code: 'lead-closed' }
  | { readonly code: 'no-lead' }
  | { readonly code: 'lead-value-without-currency' }
  /** How many leads have the status. */
  | { readonly code: 'lead-status-in-use'; readonly n: number }
  | { readonly code: 'lead-status-first' }
  /** Of the two statuses one ends a lead and the other does not. */
  | { readonly code: 'lead-status-of-other-kind' }
  | { readonly code: 'view-not-found' }
  | { readonly code: 'kept-not-found' }
  | { readonly code: 'import-not-found' }
  /** Somebody else went on with it meanwhile. */
  | { readonly code: 'import-elsewhere' }
  /** The sentence says what it is instead, and what to do. */
  | { readonly code: 'file-not-csv'; readonly problem: string }
  | { readonly code: 'name-taken' }
  | {
      readonly code: 'too-many-kept';
      readonly what:
        | 'own views'
        | 'shared views'
        | 'pins'
        | 'own quick replies'
        | 'shared quick replies'
        | 'messages in the library'
        | 'lead statuses';
      readonly limit: number;
    }
  | { readonly code: 'person-may-not-answer'; readonly name: string }
  | { readonly code: 'email-taken' }
  | { readonly code: 'last-admin' }
  | { readonly code: 'deactivated' }
  | { readonly code: 'already-set-up' }
  | { readonly code: 'wrong-password' }
  | { readonly code: 'too-many-tries'; readonly retryAfterSeconds: number }
  | { readonly code: 'invalid-input'; readonly problem: string }
  | { readonly code: 'too-large'; readonly limitBytes: number }
  | { readonly code: 'bad-signature' }
  | { readonly code: 'not-json' }
  | { readonly code: 'verify-token-wrong' };

export type RefusalCode = Refusal['code'];

type Said = { readonly status: number; readonly sentence: string };

const fixed: Readonly<Partial<Record<RefusalCode, Said>>> = {
  'signed-out': { status: 401, sentence: 'You are signed out. Sign in and try again.' },
  'foreign-origin': {
    status: 403,
    sentence: 'This request came from another site. Open Casement and do it there.',
  },
  'not-found': { status: 404, sentence: 'There is nothing at this address. Check the link.' },
  'conversation-not-found': {
    status: 404,
    sentence:
      'This conversation does not exist, or you may not see it. Ask the person who shared it, or an admin.',
  },
  'human-agent-unconfirmed': {
    status: 409,
    sentence:
      'The 24-hour window is closed. Meta lets a person answer for seven days under its Human Agent rule: confirm that you wrote this yourself.',
  },
  blocked: {
    status: 409,
    sentence: 'This customer is blocked, so nothing goes to them. Lift the block first, or ask who may.',
  },
  'upload-not-found': {
    status: 422,
    sentence: 'The file is not here any more. Attach it again.',
  },
  'message-not-found': {
    status: 404,
    sentence: 'That message is not in this conversation. Reload the page and try again.',
  },
  'letter-not-found': {
    status: 404,
    sentence: 'That letter is not here any more: it was replayed, or forgotten. Reload the page.',
  },
  'import-not-found': {
    status: 404,
    sentence: 'That import is not here any more. Choose the file again.',
  },
  'import-elsewhere': {
    status: 409,
    sentence: 'This import is at another point by now. Reload the page to see where.',
  },
  'text-empty': { status: 422, sentence: 'There is nothing to send. Write something first.' },
  'client-id-taken': {
    status: 409,
    sentence: 'This id was already used for something else. Reload the page and write it again.',
  },
  'changed-since': {
    status: 409,
    sentence:
      'Something happened here in the meantime, so it was left as it is. Look at it, and change it by hand.',
  },
  'person-not-found': {
    status: 422,
    sentence: 'That person is not on the team any more. Choose somebody else.',
  },
  'group-not-found': {
    status: 422,
    sentence: 'That group is not here any more. Choose another.',
  },
  'tag-not-found': {
    status: 422,
    sentence: 'That tag is not here any more. Choose another.',
  },
  'lead-status-not-found': {
    status: 422,
    sentence: 'That lead status is not here any more. Choose another.',
  },
  'note-not-found': {
    status: 404,
    sentence: 'That note is not here any more, or it is not yours to change. Look at the notes again.',
  },
  'attribute-not-found': {
    status: 422,
    sentence: 'That attribute is not here any more. Reload the page, or ask an admin.',
  },
  'follow-up-not-found': {
    status: 404,
    sentence: 'That follow-up is not open any more. Somebody ended it, or took it back: look at it again.',
  },
  'follow-up-after-lead': {
    status: 409,
    sentence:
      'The lead of this customer has ended, so there is nothing to follow up. When they write again, a new lead begins.',
  },
  'lead-closed': {
    status: 409,
    sentence:
      'This lead is closed, and what is closed stays as it is. The next message of the customer opens a new one.',
  },
  'no-lead': { status: 409, sentence: 'There is no lead here. Give it a status first.' },
  'lead-value-without-currency': {
    status: 422,
    sentence: 'A value needs its currency. Choose one.',
  },
  'lead-status-first': {
    status: 409,
    sentence: 'Every lead begins with this status, so it stays and stays open. Rename it instead.',
  },
  'lead-status-of-other-kind': {
    status: 422,
    sentence:
      'One of these statuses ends a lead and the other does not. Choose one of the same kind for what is there.',
  },
  'view-not-found': {
    status: 404,
    sentence: 'That view is not here any more, or it is not yours to change. Reload the page.',
  },
  'kept-not-found': {
    status: 404,
    sentence: 'It is not here any more, or it is not yours to change. Open the list again.',
  },
  'name-taken': {
    status: 409,
    sentence: 'There is one with this name already. Choose another name.',
  },
  'email-taken': {
    status: 409,
    sentence: 'Somebody with this e-mail is already on the team. Use another address.',
  },
  'last-admin': {
    status: 409,
    sentence:
      'This is the last active admin, and without one nobody runs the place. Make somebody else an admin first.',
  },
  deactivated: {
    status: 403,
    sentence: 'This account was deactivated, so it cannot sign in. Ask an admin to activate it again.',
  },
  'already-set-up': {
    status: 409,
    sentence: 'This place already has an admin. Sign in, or ask them for an account.',
  },
  'wrong-password': { status: 401, sentence: 'E-mail or password is wrong. Check both and try again.' },
  'bad-signature': {
    status: 401,
    sentence:
      'The signature does not fit the body. Check that the app secret here is the one of the Meta app.',
  },
  'not-json': { status: 400, sentence: 'The body is not JSON. Send what Meta sends, as UTF-8 JSON.' },
  'verify-token-wrong': {
    status: 403,
    sentence: 'The verify token is wrong. Copy it from the settings into the Meta app.',
  },
};

const wait = 'Wait until the customer writes.';
const closedSentence: Readonly<Record<Channel, string>> = {
  whatsapp:
    'The 24-hour window is closed, so WhatsApp takes no free text. Wait until the customer writes, or use an approved template.',
  messenger: `The 24-hour window is closed, so Messenger takes no answer. ${wait}`,
  instagram: `The 24-hour window is closed, so Instagram takes no answer. ${wait}`,
};
const neverOpenedSentence: Readonly<Record<Channel, string>> = {
  whatsapp: 'This customer has not written yet. Only an approved template can start the conversation.',
  messenger: `This customer has not written yet. ${wait}`,
  instagram: `This customer has not written yet. ${wait}`,
};

function told(refusal: Refusal): Said {
  switch (refusal.code) {
    case 'role-may-not':
      return { status: 403, sentence: `Your role (${refusal.role}) may not do this. Ask an admin.` };
    case 'assigned-to-other':
      return {
        status: 403,
        sentence: `${refusal.name} answers this conversation. Write a comment, or ask ${refusal.name} to hand it over.`,
      };
    case 'window-closed':
      return { status: 409, sentence: closedSentence[refusal.channel] };
    case 'window-never-opened':
      return { status: 409, sentence: neverOpenedSentence[refusal.channel] };
    case 'template-not-allowed':
      return {
        status: 409,
        sentence: `${abilities[refusal.channel].label} takes no templates from this account. Wait until the customer writes.`,
      };
    case 'too-many-scheduled':
      return {
        status: 409,
        sentence: `As many as ${refusal.limit} messages wait here for their time. Take one back, or let one leave first.`,
      };
    case 'too-many-follow-ups':
      return {
        status: 409,
        sentence: `There are ${refusal.limit} open follow-ups here already, and that is the most. End one first.`,
      };
    case 'person-may-not-see':
      return {
        status: 422,
        sentence: `${refusal.name} may not see this conversation. Choose somebody else, or hand it over first.`,
      };
    case 'too-many-kept':
      return {
        status: 409,
        sentence: `There are ${refusal.limit} ${refusal.what} already, and that is the most. Remove one first.`,
      };
    case 'lead-status-in-use':
      return {
        status: 409,
        sentence: `This status stays as it is: ${refusal.n === 1 ? 'one lead has' : `${refusal.n} leads have`} it. Choose the status that they move to first.`,
      };
    case 'draft-not-allowed':
    case 'value-not-allowed':
    case 'file-not-csv':
      return { status: 422, sentence: refusal.problem };
    case 'account-in-trouble':
      return { status: 409, sentence: refusal.problem };
    case 'text-too-long':
      return {
        status: 422,
        sentence: `This is ${refusal.length} long and ${refusal.limit} is the limit. Make it shorter or send it in two parts.`,
      };
    case 'person-may-not-answer':
      return { status: 422, sentence: `${refusal.name} is deactivated. Choose somebody else.` };
    case 'too-many-tries':
      return {
        status: 429,
        sentence: `Too many tries. Wait ${refusal.retryAfterSeconds} seconds and try again.`,
      };
    case 'invalid-input':
      return {
        status: 422,
        sentence: `Something in the request is not right: ${refusal.problem}. Correct it and try again.`,
      };
    case 'too-large':
      return {
        status: 413,
        sentence: `This is larger than ${Math.round(refusal.limitBytes / 1024 / 1024)} MB. Send it in smaller parts.`,
      };
    default:
      return (
        fixed[refusal.code] ?? {
          status: 400,
          sentence: 'This cannot be done. Reload the page and try again.',
        }
      );
  }
}

/** What to tell a person: what is wrong and what to do. */
export function sentenceOf(refusal: Refusal): string {
  return told(refusal).sentence;
}

/** The HTTP status that goes with it. */
export function statusOf(refusal: Refusal): number {
  return told(refusal).status;
}
