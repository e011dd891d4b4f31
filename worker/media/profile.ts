/** What Meta tells of a customer on Messenger and Instagram besides their id. WhatsApp says it in its webhooks. */
import { z } from 'zod';
import type { Access } from '../accounts/accounts.ts';
import { judgeAnswer } from '../channels/errors.ts';
import { callGraph, type GraphPlace } from '../channels/graph.ts';

/** `pictureUrl` lives for some days only. */
export type FetchedProfile = {
  readonly name?: string;
  readonly username?: string;
  readonly pictureUrl?: string;
};

/** '' is what is not there. */
const text = z.string().trim().min(1).optional().catch(undefined);
const answered = z.object({
  name: text,
  first_name: text,
  last_name: text,
  username: text,
  profile_pic: text,
});

const fields = {
  messenger: 'name,first_name,last_name,profile_pic',
  instagram: 'name,username,profile_pic',
};

function profileIn(body: unknown): FetchedProfile | null {
  const { data } = answered.safeParse(body);
  if (!data) return null;
  const bothNames = [data.first_name, data.last_name].filter((one) => one !== undefined);
  const name = data.name ?? (bothNames.length > 0 ? bothNames.join(' ') : undefined);
  const { username, profile_pic: pictureUrl } = data;
  const profile = {
    ...(name !== undefined && { name }),
    ...(username !== undefined && { username: `@${username.replace(/^@/, '')}` }),
    ...(pictureUrl !== undefined && { pictureUrl }),
  };
  return Object.keys(profile).length > 0 ? profile : null;
}

/**
 * Asks Meta who `id` (PSID or IGSID) is. Null: Meta tells nothing of this person (not allowed, blocked, no consent).
 * `later`: it may, another time. Sources: Meta, "User Profile" of both platforms.
 */
export async function fetchProfile(
  place: GraphPlace,
  access: Access,
  id: string,
): Promise<FetchedProfile | null | 'later'> {
  if (access.channel === 'whatsapp') return null;
  const query = { fields: fields[access.channel] };
  const answer = await callGraph(place, access, { method: 'GET', path: encodeURIComponent(id), query });
  if (answer.type === 'ok') return profileIn(answer.body);
  return judgeAnswer(access.channel, answer).type === 'failed' ? null : 'later';
}
