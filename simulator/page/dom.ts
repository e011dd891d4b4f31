/** Elements without a framework: make them, put them in place, keep the focus where it was. */

export type Child = Node | string | false | null | undefined;

type Listeners = {
  readonly [K in keyof HTMLElementEventMap as `on${K}`]?: (event: HTMLElementEventMap[K]) => void;
};
/** Attributes by their HTML names; `true` sets an empty one, `false` and null leave it out. */
type Attributes = Listeners & { readonly [name: string]: unknown };

/** Makes an element with attributes, listeners and children. Text is always text, never markup. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener);
    else if (typeof value === 'boolean') element.toggleAttribute(name, value);
    else if (typeof value === 'string' || typeof value === 'number')
      element.setAttribute(name, String(value));
  }
  element.append(...kept(children));
  return element;
}

function kept(children: readonly Child[]): (Node | string)[] {
  return children.filter(
    (child): child is Node | string => child !== false && child !== null && child !== undefined,
  );
}

/** Replaces the children of `parent`; what had the focus gets it back by its `data-key`. */
export function fill(parent: Element, ...children: readonly Child[]): void {
  const active = document.activeElement;
  const key = active instanceof HTMLElement && parent.contains(active) ? active.dataset['key'] : undefined;
  parent.replaceChildren(...kept(children));
  if (key === undefined) return;
  parent.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

const paths = {
  back: 'M15 5l-7 7 7 7',
  plus: 'M12 5v14M5 12h14',
  send: 'M5 12h14M13 6l6 6-6 6',
  sun: 'M12 8a4 4 0 100 8 4 4 0 000-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.400M17.600 17.600L19 19M19 5l-1.400 1.400M6.400 17.600L5 19',
  offline:
    'M3 3l18 18M8.500 8.700A10 10 0 005 11M12 7c3 0 5.500 1.300 7 3M8.500 15a5 5 0 015.500-1M12 19h.01',
  ad: 'M4 10v4l11 4V6zM15 9c2 0 3.500 1.300 3.500 3S17 15 15 15M7 15v4h3',
  pause: 'M8 5v14M16 5v14',
  play: 'M7 5l12 7-12 7z',
  clip: 'M20 11l-8.500 8.500a5 5 0 01-7-7L13 4a3.400 3.400 0 014.800 4.800l-8.500 8.500a1.700 1.700 0 01-2.400-2.400L14.500 7.300',
  more: 'M12 5.500v.01M12 12v.01M12 18.500v.01',
  close: 'M6 6l12 12M18 6L6 18',
  reply: 'M10 6L4 12l6 6M4 12h9a7 7 0 017 7',
  file: 'M7 3h7l5 5v13H7zM14 3v5h5',
  phone: 'M8 3h8a2 2 0 012 2v14a2 2 0 01-2 2H8a2 2 0 01-2-2V5a2 2 0 012-2zM11 18h2',
  sent: 'M4 12.500l5 5L20 7',
  twice: 'M2 12.500l5 5L17 7M12 16l1.500 1.500L23 8',
} as const;
export type IconName = keyof typeof paths;

/** A line drawing; it says nothing to screen readers. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}

/** A switch with its words. */
export function toggle(
  words: string,
  on: boolean,
  { key, change }: { key: string; change: (on: boolean) => void },
): HTMLElement {
  const attributes = {
    type: 'button',
    role: 'switch',
    class: 'switch',
    'aria-checked': String(on),
    'data-key': key,
  };
  return h('button', { ...attributes, onclick: () => change(!on) }, h('span', { class: 'knob' }), words);
}
