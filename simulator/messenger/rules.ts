/** Messenger's limits and errors (Meta's pages on the Send API, saving assets, error codes). */
import type { Rules } from '../messaging/rules.ts';

const mega = 1024 * 1024;
const anything = [/./];

export const messengerRules: Rules = {
  longestText: 2000,
  textUnit: 'characters',
  needsMessagingType: true,
  messagingTypes: ['RESPONSE', 'UPDATE', 'MESSAGE_TAG', 'UTILITY'],
  attachments: {
    image: { mimes: [/^image\/(png|jpe?g|gif|webp)$/], most: 8 * mega },
    video: { mimes: [/^video\//], most: 25 * mega },
    audio: { mimes: [/^audio\//, /^video\/mp4$/], most: 25 * mega },
    file: { mimes: anything, most: 25 * mega },
    template: null,
  },
  templateTypes: [
    ...['button', 'generic', 'media', 'receipt', 'product', 'coupon', 'image_grid', 'customer_feedback'],
    ...['airline_boardingpass', 'airline_checkin', 'airline_itinerary', 'airline_update'],
    'customer_information',
  ],
  mostPictures: 0,
  utilityTemplates: true,
  closed: {
    code: 10,
    subcode: 2018278,
    details: 'This message is sent outside of allowed window.',
  },
  noSuchUser: { code: 100, subcode: 2018001, details: 'No matching user found' },
};
