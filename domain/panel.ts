/** What the team keeps of a customer beside their messages: details, notes, follow-ups, leads. Each part is whole in every frame. */
import type { LeadSource } from './lead-source.ts';
import type { Person } from './message.ts';

export type { LeadSource } from './lead-source.ts';

/** How the customer is called and reached besides the channel, as somebody of the team wrote it; absent: not known. */
export type Details = {
  /** Shown instead of the name of their profile. */
  readonly name?: string;
  /** Another phone number than the channel's, `+` and digits. */
  readonly phone?: string;
  readonly email?: string;
  readonly company?: string;
  readonly address?: string;
  /** BCP 47, as "pt-BR". */
  readonly language?: string;
  /** IANA, as "America/Sao_Paulo"; absent: guessed from the phone's country. */
  readonly zone?: string;
};

/** In characters. */
export const longestDetails = {
  ...{ name: 120, phone: 40, email: 254, company: 120, address: 300, language: 35, zone: 60 },
} as const satisfies Record<keyof Details, number>;

export type Note = {
  readonly id: string;
  /** In ms. */
  readonly at: number;
  readonly by: Person;
  readonly text: string;
  /** Absent: as it was first written. */
  readonly editedAt?: number;
};

export type FollowUp = {
  readonly id: string;
  /** In ms. */
  readonly dueAt: number;
  readonly owner: Person;
  readonly note: string;
  readonly state: 'open' | 'done' | 'cancelled';
  readonly by: Person;
  readonly createdAt: number;
  /** When it last reminded its owner, maybe at the time that it had before; absent: it has not yet. */
  readonly firedAt?: number;
  /** When it was done or cancelled. */
  readonly endedAt?: number;
};

export type Lead = {
  readonly id: string;
  /** Id of its status; of an ended one the last that it had. */
  readonly status: string;
  /** What that status was called when the lead came to it: shown once there is no such status any more. */
  readonly statusName?: string;
  readonly openedAt: number;
  /** When it came to a final status; absent while it is open. */
  readonly closedAt?: number;
  /** Who brought it there; absent: a rule did. */
  readonly closedBy?: Person;
  /** Somebody closed it without a final status: the customer is no lead any more. */
  readonly gone?: true;
  readonly owner: Person | null;
  /** In hundredths of `currency`. */
  readonly value?: number;
  /** ISO 4217. */
  readonly currency?: string;
  readonly source: LeadSource;
  /** Id of the ad or the broadcast, or how the import was called. */
  readonly sourceId?: string;
};

export type Panel = {
  readonly details: Details;
  /** Newest first. */
  readonly notes: readonly Note[];
  /** Open ones by their time, then ended ones, the newest first. */
  readonly followUps: readonly FollowUp[];
  /** Newest first: only the first may be open. */
  readonly leads: readonly Lead[];
};

export const blankPanel: Panel = { details: {}, notes: [], followUps: [], leads: [] };
