/**
 * What a list shows: one typed filter, asked of a row by `matches` and of D1 through `facets.ts` and the one compiler.
 * AND between fields, OR inside one. The two never disagree: a property test holds them together.
 */
import { z } from 'zod';
import { channels } from './channel.ts';
import { broadcastStates, statuses } from './head.ts';

/** `open`: free text may be written; `1h`, `3h`, `12h`: it closes within that; `expired`: it is not open; `free`: FEP runs. */
export const windowStates = ['open', '1h', '3h', '12h', 'expired', 'free'] as const;
export type WindowState = (typeof windowStates)[number];

/** `overdue`: due by now; `soon`: due within 24 hours; `any`: there is one. */
export const followUpStates = ['overdue', 'soon', 'any'] as const;
export type FollowUpState = (typeof followUpStates)[number];

export const sorts = ['newest', 'oldest', 'waiting', 'closing'] as const;
/** `waiting`: longest first, then the others by newest; `closing`: open windows by their end, then the others by newest. */
export type Sort = (typeof sorts)[number];

const most = 50;
const id = z.string().min(1).max(120);
const ids = z.array(id).min(1).max(most);
const time = z.int().nonnegative();
const on = z.literal(true);

export const filterBody = z
  .object({
    /** Ids of people; `me` is who asks, `none` nobody. */
    agents: ids,
    /** Ids of groups, or `none`. */
    groups: ids,
    /** Ids of lead statuses, or `none`. */
    leads: ids,
    statuses: z.array(z.enum(statuses)).min(1),
    /** Ids of tags. */
    tags: ids,
    channels: z.array(z.enum(channels)).min(1),
    /** `channel:id` of accounts. */
    accounts: ids,
    windows: z.array(z.enum(windowStates)).min(1),
    unread: on,
    /** The customer waits for an answer. */
    unanswered: on,
    /** The newest message of ours failed. */
    failed: on,
    /** Last message and beginning, in ms: from (with it) and to (without it). */
    lastFrom: time,
    lastTo: time,
    createdFrom: time,
    createdTo: time,
    /** `broadcast:state`; the broadcast `any` is any of them. */
    broadcasts: z
      .array(z.string().max(160).regex(new RegExp(`^[^:]+:(${broadcastStates.join('|')})$`)))
      .min(1)
      .max(most),
    /** Names of templates. */
    templates: ids,
    /** Ids of ads; `any` is any of them. */
    ads: ids,
    /** `attribute=value`; without a value: whoever has the attribute. */
    attributes: z.array(z.string().min(1).max(300)).min(1).max(most),
    followUps: z.array(z.enum(followUpStates)).min(1),
  })
  .partial();

export type Filter = Readonly<z.infer<typeof filterBody>>;

export const noFilter: Filter = {};
