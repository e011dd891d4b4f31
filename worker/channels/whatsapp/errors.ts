/** WhatsApp: Meta's error codes → what they mean and what to tell the agent (Meta, "Error codes"; docs/channels/whatsapp.md). */
import { tableOf, type ErrorTable, type Row } from '../error-table.ts';

const reconnect = 'Ask an admin to connect the channel again.';
const again = 'Send it again in a while.';
const showAdmin = 'Look at the details, or show them to an admin.';
const untilTheyWrite = 'Wait until the customer writes.';

const rows: readonly Row[] = [
  [
    'window',
    'The 24-hour window is closed. Wait until the customer writes, or use an approved template.',
    '131047',
  ],

  [
    'unreachable',
    'WhatsApp cannot deliver to this person: not on WhatsApp, an old app, or they take no messages. Try another channel.',
    '131026',
  ],
  ['unreachable', 'This customer is blocked here. Unblock them first.', '130403'],

  [
    'never',
    'The customer opted out of marketing messages. Do not send it again; they may write first.',
    '131050',
  ],
  [
    'never',
    `Meta keeps marketing messages from this customer for an experiment. ${untilTheyWrite}`,
    '130472',
  ],
  ['never', 'This is the number of the business itself. Write to somebody else.', '131021'],
  ['never', 'Meta does not allow messages to this country from this account. Try another channel.', '130497'],
  [
    'never',
    'The customer’s identity at WhatsApp changed. Make sure that it is still them before you write.',
    '137000',
  ],
  [
    'never',
    'A device that is linked to this number does not show this message. Look at it on the phone.',
    '131060',
  ],

  [
    'later',
    'Meta held this marketing message back, since the customer gets many. Wait a day, or until they write.',
    '131049',
  ],
  ['later', `Meta limits messages to this person. ${again}`, '131056'],
  ['later', `This number sends too fast for Meta. ${again}`, '130429'],
  ['later', `Meta limits this account. ${again}`, '80007'],
  ['later', `Meta limits this app. ${again}`, '4'],
  ['later', `Meta does maintenance on this number. ${again}`, '131057'],
  ['later', `Meta had a problem of its own. ${again}`, '1', '131000'],
  ['later', `Meta was not available. ${again}`, '2', '131016', '133004'],
  ['later', `Meta lost its place in a list. ${again}`, '131059'],

  ['fix', 'WhatsApp does not take this kind of message. Send it as text.', '131051'],
  [
    'fix',
    'WhatsApp could not fetch the file: too large, or gone. Send it again with less than 100 MB.',
    '131052',
  ],
  [
    'fix',
    'WhatsApp did not take the file: its kind, inner format or size. Convert it and send it again.',
    '131053',
  ],
  [
    'fix',
    'This is a test number and the customer is not on its list. Ask an admin to add them at Meta.',
    '131030',
  ],
  [
    'fix',
    'This template goes to phone numbers only and this customer shows none. Ask them for their number, or use another one.',
    '131062',
  ],
  ['fix', `Meta did not understand the message. ${showAdmin}`, '100', '131008', '131009', '135000'],
  [
    'fix',
    'The values do not fit the template. Correct them and send it again.',
    '132000',
    '132012',
    '132018',
  ],
  [
    'fix',
    'This template does not exist in this language, or is not approved yet. Choose another one.',
    '132001',
  ],
  ['fix', 'The text is too long once the values are in it. Shorten them and send it again.', '132005'],
  ['fix', 'The text breaks a rule of Meta’s for templates. Change it and send it again.', '132007'],
  ['fix', 'Meta paused this template because customers complained. Choose another one, or wait.', '132015'],
  ['fix', 'Meta disabled this template for good. Choose another one.', '132016'],
  ['fix', 'Meta blocks this form. Ask an admin to mend it, or send the questions as text.', '132068'],
  [
    'fix',
    'Meta lets this form out only ten times an hour for now. Ask an admin to mend it, or send text.',
    '132069',
  ],

  ['account', 'Meta limits this number after spam reports. Ask an admin to look at its quality.', '131048'],
  [
    'account',
    'Meta limits this account over its template categories. Ask an admin to correct them.',
    '131064',
  ],
  ['account', 'Meta restricted this account. Ask an admin to contact Meta Business Support.', '368'],
  ['account', 'Meta locked this account. Ask an admin to contact Meta Business Support.', '131031'],
  [
    'account',
    'There is a payment problem with this account. Ask an admin to check billing at Meta.',
    '131042',
  ],
  ['account', 'The name of this number is not approved at Meta. Ask an admin to set it right.', '131037'],
  ['account', 'This number is not registered at Meta. Ask an admin to register it.', '131045', '133010'],
  ['account', `The access token expired or was withdrawn. ${reconnect}`, '190'],
  ['account', `Meta did not accept the access token. ${reconnect}`, '0'],
  ['account', `The access token lacks a permission. ${reconnect}`, '3', '10', '200', '131005'],
  [
    'account',
    'This number does not exist at Meta any more. Ask an admin to check the channel.',
    '33',
    '100/33',
  ],
  [
    'account',
    'Marketing messages are switched off for this account at Meta. Ask an admin to switch them on.',
    '131063',
  ],
];

export const whatsAppErrors: ErrorTable = {
  judged: tableOf(rows),
  retried: new Set([
    ...['1', '2', '4', '80007', '130429', '131000', '131016', '131056', '131057', '131059', '133004'],
  ]),
  ambiguous: new Set(),
  closing: new Set(['131047']),
};
