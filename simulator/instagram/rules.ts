/** Instagram's limits and errors (Meta's pages on sending Instagram messages, error codes). */
import type { Rules } from '../messaging/rules.ts';

const mega = 1024 * 1024;

export const instagramRules: Rules = {
  longestText: 1000,
  textUnit: 'bytes',
  needsMessagingType: false,
  messagingTypes: ['RESPONSE', 'UPDATE', 'MESSAGE_TAG'],
  attachments: {
    image: { mimes: [/^image\/(png|jpe?g|gif)$/], most: 8 * mega },
    video: { mimes: [/^video\/(mp4|ogg|webm|quicktime|x-msvideo)$/], most: 25 * mega },
    audio: { mimes: [/^audio\/(aac|m4a|x-m4a|mp4|wav|wave|x-wav)$/], most: 25 * mega },
    file: { mimes: [/^application\/pdf$/], most: 25 * mega },
    like_heart: null,
    MEDIA_SHARE: null,
    template: null,
  },
  templateTypes: ['generic', 'button', 'product'],
  mostPictures: 10,
  utilityTemplates: false,
  closed: {
    code: 10,
    subcode: 2534022,
    details: 'This message is sent outside of allowed window.',
  },
  noSuchUser: { code: 100, subcode: 2534014, details: 'The requested user cannot be found.' },
};
