/** How this person likes the page. Kept in cookies, so that the server draws it right the first time. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];
/** Steps of the size of all text, in percent of the browser's own (B-73). */
export const textSizes = ['87', '100', '112', '125', '150'] as const;
export type TextSize = (typeof textSizes)[number];
/** What each of them multiplies the browser's own size by. */
export const textScale: Readonly<Record<TextSize, number>> = {
  '87': 0.875,
  '100': 1,
  '112': 1.125,
  '125': 1.25,
  '150': 1.5,
};
/** What the key Enter does in the composer: sends, or begins a line and Ctrl or ⌘ with it sends (B-42). */
export const enterWays = ['sends', 'breaks'] as const;
export type EnterWay = (typeof enterWays)[number];

export type Liked = {
  readonly theme: Theme;
  readonly text: TextSize;
  /** Whether the contact panel stands open where there is room. */
  readonly panel: boolean;
  /** How wide it stands there, in px. */
  readonly panelWidth: number;
  /** Whether single letters do something where nothing is written (WCAG 2.1.4). */
  readonly letters: boolean;
  readonly enter: EnterWay;
  readonly zone: string;
};

export const cookieNames = {
  theme: 'casement-theme',
  text: 'casement-text',
  panel: 'casement-panel',
  panelWidth: 'casement-panel-width',
  letters: 'casement-letters',
  enter: 'casement-enter',
  zone: 'casement-zone',
} as const;

/** What the contact panel may be wide, and is until somebody says otherwise (px). */
export const panelWidths = { least: 280, most: 560, usual: 340 } as const;

type Cookie = keyof typeof cookieNames;

function withinWidths(width: number): number {
  const { least, most, usual } = panelWidths;
  return Number.isFinite(width) ? Math.round(Math.min(most, Math.max(least, width))) : usual;
}

/** Reads what the cookies say; anything strange counts as not said. */
export function likedFrom(cookie: (name: string) => string | undefined): Liked {
  const theme = themes.find((one) => one === cookie(cookieNames.theme)) ?? 'system';
  const text = textSizes.find((one) => one === cookie(cookieNames.text)) ?? '100';
  const enter = enterWays.find((one) => one === cookie(cookieNames.enter)) ?? 'sends';
  const panel = cookie(cookieNames.panel) !== 'closed';
  const letters = cookie(cookieNames.letters) !== 'off';
  const panelWidth = withinWidths(Number(cookie(cookieNames.panelWidth) || panelWidths.usual));
  return { theme, text, panel, panelWidth, letters, enter, zone: cookie(cookieNames.zone) ?? 'UTC' };
}

export class Preferences {
  theme: Theme;
  text: TextSize;
  panel: boolean;
  panelWidth: number;
  letters: boolean;
  enter: EnterWay;
  zone: string;
  readonly #keep: (cookie: Cookie, value: string) => void;

  /** `keep` writes one of them where the server will see it. */
  constructor(liked: Liked, keep: (cookie: Cookie, value: string) => void) {
    this.theme = $state(liked.theme);
    this.text = $state(liked.text);
    this.panel = $state(liked.panel);
    this.panelWidth = $state(liked.panelWidth);
    this.letters = $state(liked.letters);
    this.enter = $state(liked.enter);
    this.zone = $state(liked.zone);
    this.#keep = keep;
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.#keep('theme', theme);
  }

  setText(text: TextSize): void {
    this.text = text;
    this.#keep('text', text);
  }

  setPanel(open: boolean): void {
    this.panel = open;
    this.#keep('panel', open ? 'open' : 'closed');
  }

  /** Keeps it between its bounds; `kept` false while it is still being drawn. */
  setPanelWidth(width: number, kept = true): void {
    this.panelWidth = withinWidths(width);
    if (kept) this.#keep('panelWidth', String(this.panelWidth));
  }

  setLetters(on: boolean): void {
    this.letters = on;
    this.#keep('letters', on ? 'on' : 'off');
  }

  setEnter(way: EnterWay): void {
    this.enter = way;
    this.#keep('enter', way);
  }

  setZone(zone: string): void {
    if (zone === this.zone) return;
    this.zone = zone;
    this.#keep('zone', zone);
  }
}
