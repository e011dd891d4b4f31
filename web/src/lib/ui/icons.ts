/** Line drawings on a 24 by 24 ground. */
export const icons = {
  archive: 'M4 7h16v13H4zM3 3h18v4H3zM10 11h4',
  back: 'M20 12H5M11 6l-6 6 6 6',
  chat: 'M4 5h16v11H9l-5 4z',
  check: 'M5 12l5 5L19 7',
  clock: 'M12 3a9 9 0 100 18 9 9 0 000-18M12 7v5l3 2',
  close: 'M6 6l12 12M18 6L6 18',
  closed: 'M6 3h12a2 2 0 012 2v14a2 2 0 01-2 2H6a2 2 0 01-2-2V5a2 2 0 012-2zM8 8h8M8 12h8M8 16h5',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  down: 'M12 5v14M6 13l6 6 6-6',
  failed: 'M12 3a9 9 0 100 18 9 9 0 000-18M12 7v6M12 16.5v.1',
  instagram: 'M5 5h14v14H5zM12 9a3 3 0 100 6 3 3 0 000-6M16 8v.1',
  keys: 'M4 6h16a1 1 0 011 1v10a1 1 0 01-1 1H4a1 1 0 01-1-1V7a1 1 0 011-1zM7 10v.1M12 10v.1M17 10v.1M8 14h8',
  lock: 'M7 11h10a2 2 0 012 2v5a2 2 0 01-2 2H7a2 2 0 01-2-2v-5a2 2 0 012-2zM8 11V8a4 4 0 018 0v3',
  messenger: 'M4 12a8 7.5 0 113 6l-3 1.5zM8 13.5l3-3 2.5 2 3-3',
  offline: 'M3 3l18 18M8.5 15.5a5 5 0 017 0M5 12a10 10 0 013-2M16 10a10 10 0 013 2',
  panel: 'M5 4h14a2 2 0 012 2v12a2 2 0 01-2 2H5a2 2 0 01-2-2V6a2 2 0 012-2zM15 4v16',
  person: 'M12 4a4 4 0 100 8 4 4 0 000-8M4 21c1-5 4-7 8-7s7 2 8 7',
  reopen: 'M4 7h16v13H4zM3 3h18v4H3zM12 17v-6M9.5 13.5L12 11l2.5 2.5',
  send: 'M4 12h15M13 6l6 6-6 6',
  'sign-out': 'M10 4H5v16h5M10 12h10M16 8l4 4-4 4',
  text: 'M4 19L9 6l5 13M6 15h6M15 19l3-8 3 8M16 16h4',
  unread: 'M4 5h10M20 11v5H9l-5 4V5M18 3a3 3 0 100 6 3 3 0 000-6',
  warning: 'M12 4l9 16H3zM12 10v4M12 17v.1',
  whatsapp: 'M5 19l1-4a7.5 7.5 0 113 3z',
} as const;

export type IconName = keyof typeof icons;
