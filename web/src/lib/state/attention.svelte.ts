/** Whether a person can see this page right now: the tab is in front and the window has the focus. */
import { createSubscriber } from 'svelte/reactivity';

const subscribe = createSubscriber((update) => {
  const events = ['focus', 'blur'] as const;
  for (const name of events) window.addEventListener(name, update);
  document.addEventListener('visibilitychange', update);
  return () => {
    for (const name of events) window.removeEventListener(name, update);
    document.removeEventListener('visibilitychange', update);
  };
});

export const attention = {
  get here(): boolean {
    subscribe();
    return typeof document !== 'undefined' && document.visibilityState === 'visible' && document.hasFocus();
  },
};
