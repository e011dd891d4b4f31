import { cookieNames } from '#lib/state/preferences.svelte.ts';

const year = 365 * 24 * 60 * 60;

/** Shows a preference at once and writes it where the server finds it for the next page. */
export function keepPreference(name: keyof typeof cookieNames, value: string): void {
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `${cookieNames[name]}=${value}; path=/; max-age=${year}; samesite=lax${secure}`;
  if (name === 'theme' || name === 'text') document.documentElement.dataset[name] = value;
}
