/** Whether this is a Mac, an iPad or an iPhone: there ⌘ does what Ctrl does elsewhere. */
export const isApple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/u.test(navigator.platform);
