/** The errors that Messenger and Instagram share (Meta, "Common error codes"; "Rate limiting"; docs/channels). */
import type { Row } from './error-table.ts';

const reconnect = 'Ask an admin to connect the channel again.';
const again = 'Send it again in a while.';
const support = 'Ask an admin to look into it at Meta.';

type Words = { readonly label: string; readonly account: 'page' | 'account'; readonly closed: string };

/** `10/2018278` and its like, in both spellings of both channels. */
export const closing: ReadonlySet<string> = new Set(['10/2018278', '10/2018065', '10/2534022']);

/** Limits: Meta certainly did not take the message. */
export const retried: ReadonlySet<string> = new Set([
  ...['4', '17', '32', '341', '613', '613/2534040', '80001', '80002', '80006'],
]);

/** Meta: the message may have been sent although it answers with these. */
export const ambiguous: ReadonlySet<string> = new Set(['1', '1/99', '1/1357046', '2', '1200']);

const recipientRows = (label: string): readonly Row[] => [
  [
    'unreachable',
    'This person cannot be written to now: they blocked you, switched messages off, or left. Try another channel.',
    ...['551', '551/1545041', '200/1545041', '1545041'],
  ],
  [
    'unreachable',
    'This person takes no messages right now. Wait until the customer writes.',
    ...['10/2018108', '2018108'],
  ],
  [
    'unreachable',
    `${label} knows no such person here, or not for this account. Wait until the customer writes.`,
    ...['100/2018001', '100/2534014', '2018001', '2534014'],
  ],
  [
    'unreachable',
    `${label} tells nothing about this person. Go on without their name and picture.`,
    ...['2018218', '2018247'],
  ],
];

const fixRows = (label: string): readonly Row[] => [
  ['fix', 'The message that this belongs to was deleted. Send it without it.', '9000001'],
  ['fix', 'The file is too large for Meta. Make it smaller and send it again.', '100/2018109', '2018109'],
  ['fix', 'The file is of another kind than its name says. Convert it and send it again.', '2018047'],
  ['fix', 'Meta no longer has the file. Attach it again.', '2018074'],
  ['fix', 'Meta could not fetch the file. Send it again, or attach it again.', '2018008'],
  ['fix', 'Meta took too long to fetch the video. Send it again, or make it smaller.', '2018294'],
  [
    'fix',
    `${label} did not understand the message. Look at the details, or show them to an admin.`,
    ...['100', '100/2534015', '2534015', '2018014'],
  ],
  [
    'never',
    'This comment takes no private answer: too old, answered already, or gone. Answer below the comment.',
    ...['100/2534025', '2534025'],
  ],
];

const routingRows: readonly Row[] = [
  [
    'fix',
    'Another app holds this conversation. Take it over first, or wait until it is given back.',
    ...['2018300', '100/2534037', '2534037'],
  ],
  ['fix', 'Meta asks this person its own questions right now. Wait until that is over.', '2018321'],
];

const accountRows = ({ label, account }: Words): readonly Row[] => [
  ['account', `The access token of this ${account} expired or was withdrawn. ${reconnect}`, '190', '0'],
  [
    'account',
    'The link between page and Instagram account, or the second factor, is broken. Ask an admin to connect it again.',
    ...['10/2534077', '2534077', '100/2534013', '2534013'],
  ],
  [
    'account',
    'The owner keeps apps away from the messages. Ask an admin to allow access to messages in Instagram’s settings.',
    ...['200/2534041', '2534041'],
  ],
  ['account', 'This Instagram account may not use messages of apps. Ask an admin to check it.', '36103'],
  [
    'account',
    `Meta has not approved this app to write for this ${account}. ${support}`,
    ...['3', '10', '200', '200/2018028', '200/2018027', '200/2018021', '2018028', '2018027', '2018021'],
  ],
  ['account', `This ${account} cannot be seen with this access token. ${reconnect}`, '100/33', '33'],
  ['account', `Meta restricted this ${account} for a while. ${support}`, '10/1893063', '1893063'],
  [
    'account',
    `Meta stopped this business on ${label} after a violation. ${support}`,
    ...['100/2534029', '2534029', '2022', '368'],
  ],
];

const laterRows = ({ account, label }: Words): readonly Row[] => [
  [
    'later',
    'Meta warns that this person gets too many messages. Wait a day, or until they write.',
    ...['613/2018338', '2018338'],
  ],
  ['later', `Meta limits how fast this ${account} sends. ${again}`, ...retried],
  [
    'later',
    `${label} had a problem of its own and may have sent it. Look there before you send it again.`,
    ...ambiguous,
  ],
];

/** All rows of Messenger or Instagram. */
export function messagingRows(words: Words): readonly Row[] {
  return [
    ['window', words.closed, ...closing],
    ...recipientRows(words.label),
    ...fixRows(words.label),
    ...routingRows,
    ...accountRows(words),
    ...laterRows(words),
  ];
}
