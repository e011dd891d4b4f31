/** The templates that a WhatsApp business account or page begins with: one of every kind that Meta has. */
import type { z } from 'zod';
import type { templateBody } from './catalogue.ts';

type Stock = z.input<typeof templateBody>;

const imageHeader = { type: 'HEADER', format: 'IMAGE' };
export const stockOfWhatsapp: readonly Stock[] = [
  {
    name: 'hello_world',
    language: 'en_US',
    components: [{ type: 'BODY', text: 'Welcome and congratulations!' }],
  },
  {
    name: 'order_update',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Your order' },
      { type: 'BODY', text: 'Hello {{1}}, your order {{2}} is on its way to you.' },
      { type: 'FOOTER', text: 'Lumen Home' },
      {
        type: 'BUTTONS',
        buttons: [{ type: 'URL', text: 'Track it', url: 'https://lumen.example/track/{{1}}' }],
      },
    ],
  },
  {
    name: 'appointment_reminder',
    parameter_format: 'NAMED',
    components: [
      {
        type: 'BODY',
        text: 'Hello {{customer}}, we see you on {{day}} in our showroom. Does that still suit you?',
      },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Yes' },
          { type: 'QUICK_REPLY', text: 'Another day' },
        ],
      },
    ],
  },
  {
    name: 'autumn_offer',
    category: 'MARKETING',
    components: [
      imageHeader,
      { type: 'BODY', text: 'For you, {{1}}: 20 % off everything made of oak, until Sunday.' },
      { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Stop these messages' }] },
    ],
  },
  {
    name: 'winter_offer',
    category: 'MARKETING',
    status: 'PAUSED',
    components: [{ type: 'BODY', text: 'Warm rooms, {{1}}: our winter collection is here.' }],
  },
  {
    name: 'sign_in_code',
    category: 'AUTHENTICATION',
    components: [
      { type: 'BODY', text: '{{1}} is your code.' },
      {
        type: 'BUTTONS',
        buttons: [{ type: 'OTP', text: 'Copy the code', url: 'https://lumen.example/{{1}}' }],
      },
    ],
  },
  {
    name: 'order_update',
    language: 'pt_BR',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'O seu pedido' },
      {
        type: 'BODY',
        text: 'Olá {{1}}, o seu pedido {{2}} está a caminho.',
        example: { body_text: [['Maria', 'LH-20417']] },
      },
      { type: 'FOOTER', text: 'Lumen Home' },
      {
        type: 'BUTTONS',
        buttons: [{ type: 'URL', text: 'Acompanhar', url: 'https://lumen.example/track/{{1}}' }],
      },
    ],
  },
  {
    name: 'invoice',
    components: [
      { type: 'HEADER', format: 'DOCUMENT', example: { header_handle: ['4::aW'] } },
      {
        type: 'BODY',
        text: 'Thank you, {{1}}. Your invoice {{2}} is above this message.',
        example: { body_text: [['Maria', 'INV-2041']] },
      },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'PHONE_NUMBER', text: 'Call us', phone_number: '+551140047700' },
          { type: 'URL', text: 'Help', url: 'https://lumen.example/help' },
        ],
      },
    ],
  },
  {
    name: 'delivery_place',
    components: [
      { type: 'HEADER', format: 'LOCATION' },
      { type: 'BODY', text: 'Your order waits for you here, {{1}}. Bring this message along.' },
      { type: 'FOOTER', text: 'Open until 19:00' },
    ],
  },
  {
    name: 'assembly_film',
    components: [
      { type: 'HEADER', format: 'VIDEO' },
      { type: 'BODY', text: 'This is how your lamp goes together. It takes ten minutes.' },
    ],
  },
  {
    name: 'birthday_greeting',
    category: 'MARKETING',
    parameter_format: 'NAMED',
    components: [
      {
        type: 'HEADER',
        format: 'TEXT',
        text: 'Happy birthday, {{first_name}}',
        example: { header_text_named_params: [{ param_name: 'first_name', example: 'Maria' }] },
      },
      {
        type: 'BODY',
        text: 'A present waits for you at our counter, {{first_name}}: {{present}}.',
        example: {
          body_text_named_params: [
            { param_name: 'first_name', example: 'Maria' },
            { param_name: 'present', example: 'a candle' },
          ],
        },
      },
    ],
  },
  {
    name: 'weekend_coupon',
    category: 'MARKETING',
    components: [
      imageHeader,
      { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'This weekend only', has_expiration: true } },
      { type: 'BODY', text: '{{1}}, take 15 % off every lamp with this code.' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'COPY_CODE', text: 'Copy offer code', example: 'LAMP15' },
          { type: 'URL', text: 'To the lamps', url: 'https://lumen.example/lamps?from={{1}}' },
        ],
      },
    ],
  },
  {
    name: 'new_chairs',
    category: 'MARKETING',
    components: [
      { type: 'BODY', text: 'Three new chairs, {{1}}. Which one is yours?' },
      {
        type: 'CAROUSEL',
        cards: ['Oak', 'Ash'].map((wood) => ({
          components: [
            imageHeader,
            { type: 'BODY', text: `${wood}, oiled, for {{1}}.` },
            {
              type: 'BUTTONS',
              buttons: [
                { type: 'QUICK_REPLY', text: `${wood}, please` },
                { type: 'URL', text: 'Look', url: 'https://lumen.example/chairs/{{1}}' },
              ],
            },
          ],
        })),
      },
    ],
  },
  {
    name: 'measure_form',
    components: [
      { type: 'BODY', text: 'Tell us the size of your room, and we send you a drawing.' },
      {
        type: 'BUTTONS',
        buttons: [{ type: 'FLOW', text: 'Fill in', flow_id: '1', flow_action: 'navigate' }],
      },
    ],
  },
  {
    name: 'whole_catalogue',
    category: 'MARKETING',
    components: [
      { type: 'BODY', text: 'Everything that we have, at a glance.' },
      { type: 'BUTTONS', buttons: [{ type: 'CATALOG', text: 'View catalog' }] },
    ],
  },
  {
    name: 'chosen_for_you',
    category: 'MARKETING',
    components: [
      { type: 'BODY', text: 'We chose some things for you.' },
      { type: 'BUTTONS', buttons: [{ type: 'MPM', text: 'View items' }] },
    ],
  },
  {
    name: 'spring_offer',
    category: 'MARKETING',
    status: 'REJECTED',
    rejected_reason: 'PROMOTIONAL',
    components: [{ type: 'BODY', text: 'Spring is here, {{1}}!' }],
  },
  {
    name: 'summer_offer',
    category: 'MARKETING',
    status: 'PENDING',
    components: [{ type: 'BODY', text: 'Long evenings, {{1}}: our garden lamps.' }],
  },
];
export const stockOfPage: readonly Stock[] = [
  {
    name: 'delivery_day',
    components: [
      { type: 'BODY', text: 'Hello {{1}}, your order {{2}} comes on Thursday.' },
      { type: 'BUTTONS', buttons: [{ type: 'POSTBACK', text: 'Change the day', payload: 'CHANGE_DAY' }] },
    ],
  },
  {
    name: 'repair_ready',
    parameter_format: 'NAMED',
    components: [{ type: 'BODY', text: 'Good news {{customer}}: your {{piece}} can be picked up.' }],
  },
];
