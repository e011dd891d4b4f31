/** What the page of follow-ups shows, as its address says: `?show=today&of=team&as=month`. */
import { followUpScopes, followUpTabs, type FollowUpScope } from '#domain/follow-up.ts';

export const looks = ['list', 'month', 'week'] as const;
export type Look = (typeof looks)[number];
export type ListTab = Exclude<(typeof followUpTabs)[number], 'open'>;
export type Showing = { readonly tab: ListTab; readonly scope: FollowUpScope; readonly look: Look };

function oneOf<Value extends string>(all: readonly Value[], text: string | null): Value | null {
  return all.find((value) => value === text) ?? null;
}

/** `tab` null: what is due, if anything is, else what comes today. */
export function showingOf(params: URLSearchParams): Omit<Showing, 'tab'> & { readonly tab: ListTab | null } {
  const tab = oneOf(followUpTabs, params.get('show'));
  return {
    tab: tab === 'open' ? null : tab,
    scope: oneOf(followUpScopes, params.get('of')) ?? 'me',
    look: oneOf(looks, params.get('as')) ?? 'list',
  };
}

export function addressOf({ tab, scope, look }: Showing): string {
  return `/follow-ups?${new URLSearchParams({ show: tab, of: scope, as: look })}`;
}
