/** Shapes that only Messenger documents: opt-ins, leads, feedback, carts, appointments. Read from Instagram as well. */
import { z } from 'zod';
import { list, number, part, text } from '../tolerant.ts';

export const optin = z.looseObject({
  type: text,
  ref: text,
  user_ref: text,
  title: text,
  topic: text,
  payload: text,
  notification_messages_status: text,
});

/** The answers of a lead ad. */
export const lead = z.looseObject({ data: list });
export const leadAnswer = z.looseObject({ question: text, answer: text });

export const feedback = z.looseObject({ feedback_screens: list });
export const feedbackScreen = z.looseObject({ questions: z.record(z.string(), z.unknown()).catch({}) });
export const feedbackAnswer = z.looseObject({ payload: text, follow_up: part({ payload: text }) });

/** `send_cart` */
export const order = z.looseObject({ products: list, note: text });
export const orderItem = z.looseObject({
  id: text,
  retailer_id: text,
  name: text,
  unit_price: number,
  currency: text,
  quantity: number,
});

/** Payload of `appointment_booking`; times in Unix seconds. */
export const appointment = z
  .looseObject({
    booking_id: text,
    status: text,
    start_time: z.unknown(),
    end_time: z.unknown(),
    timezone: text,
  })
  .partial()
  .catch({});
