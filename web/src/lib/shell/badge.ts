/** How many conversations are unread, for who does not look at the page: in the tab's icon and on the app's (B-69). */
export function showUnread(n: number): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  icon?.setAttribute('href', n > 0 ? '/favicon-unread.svg' : '/favicon.svg');
  if (!('setAppBadge' in navigator)) return;
  // A page that is not installed has no icon to put it on, and is told so.
  navigator.setAppBadge(n).catch(() => {});
}
