/** Which of the places is open; keys and commands mean something else in each. */

const folders = ['leads', 'follow-ups', 'contacts', 'letters', 'settings'] as const;
export type PageName = 'chat' | (typeof folders)[number];

/** The page of a route, by its id. */
export function pageOf(route: string | null): PageName {
  return folders.find((folder) => route?.includes(`/${folder}`)) ?? 'chat';
}
