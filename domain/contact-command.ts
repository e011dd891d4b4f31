/** What a person asks about the customer of a conversation: details, notes, consent (ui.md, B-59, B-60). */
import { z } from 'zod';
import { longestDetails } from './panel.ts';

const clientId = z.uuid();
const id = z.string().min(1).max(120);
const line = (longest: number) => z.string().trim().max(longest).optional();

/** ISO 3166, as "BR". */
export const country = z.string().regex(/^[A-Z]{2}$/);

/** In characters; the timeline shows none of it, so a note may be long. */
const noteLimit = 4000;

/** Details that are others now; '' takes one away, and what is absent stays. */
const detailsPatch = z
  .object({
    name: line(longestDetails.name),
    phone: line(longestDetails.phone),
    email: line(longestDetails.email),
    company: line(longestDetails.company),
    address: line(longestDetails.address),
    language: line(longestDetails.language),
    zone: line(longestDetails.zone),
  })
  .refine((patch) => Object.values(patch).some((value) => value !== undefined), 'there is nothing to change');

export const contactCommands = [
  z.object({
    type: z.literal('details'),
    clientId,
    patch: detailsPatch,
    /** The country (ISO 3166) in which a phone without a country code is read. */
    country: country.optional(),
    still: z.string().max(200).optional(),
  }),
  z.object({
    type: z.literal('note'),
    clientId,
    /** Absent: a new one, which takes the client id as its own. */
    noteId: id.optional(),
    /** '' takes it away. */
    text: z.string().trim().max(noteLimit),
  }),
  /** Brings back a note that was taken away last. */
  z.object({ type: z.literal('note-back'), clientId, noteId: id }),
  /** The customer wants no marketing messages, or wants them again, as they told somebody of the team. */
  z.object({ type: z.literal('consent'), clientId, optedOut: z.boolean() }),
] as const;
