/** Marks what was found in the bubbles that are on the page, where the browser can do so without touching them (B-39). */
import { hitsIn } from '#domain/words.ts';

export type Sought = {
  readonly words: string;
  /** Ids of the messages that were found. */
  readonly found: ReadonlySet<string>;
  /** The one that is looked at. */
  readonly current: string | null;
};

const names = { found: 'within-hit', current: 'within-current' } as const;
/** Of a bubble, what nobody wrote in it. */
const beside = 'time, svg, button, .foot, .author, .quote, .hidden-text, [aria-hidden="true"]';
/** What stands in one of these is read as one text. */
const blocks = '.words, p, li, blockquote, div';

function highlight(name: string): Highlight {
  const known = CSS.highlights.get(name) ?? new Highlight();
  CSS.highlights.set(name, known);
  return known;
}

/** The texts of a bubble, each in the nodes that it is spread over. */
function textsOf(bubble: Element): readonly (readonly Text[])[] {
  const texts: { block: Element | null; nodes: Text[] }[] = [];
  const walker = document.createTreeWalker(bubble, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node instanceof Text; node = walker.nextNode()) {
    const { parentElement } = node;
    if (!parentElement || parentElement.closest(beside)) continue;
    const block = parentElement.closest(blocks);
    const last = texts.at(-1);
    if (last?.block === block) last.nodes.push(node);
    else texts.push({ block, nodes: [node] });
  }
  return texts.map(({ nodes }) => nodes);
}

/** The node and the place in it, of a place in the text that all of them make. */
function placeIn(nodes: readonly Text[], at: number): readonly [Text, number] | null {
  let left = at;
  for (const node of nodes) {
    if (left <= node.length) return [node, left];
    left -= node.length;
  }
  return null;
}

function rangesIn(nodes: readonly Text[], words: string): Range[] {
  const text = nodes.map(({ data }) => data).join('');
  return hitsIn(text, words).flatMap(([from, to]) => {
    const [start, end] = [placeIn(nodes, from), placeIn(nodes, to)];
    if (!start || !end) return [];
    const range = new Range();
    range.setStart(...start);
    range.setEnd(...end);
    return [range];
  });
}

function mark(root: Element, { words, found, current }: Sought): void {
  const [others, looked] = [highlight(names.found), highlight(names.current)];
  others.clear();
  looked.clear();
  for (const bubble of root.querySelectorAll<HTMLElement>('[data-testid="message"]')) {
    const { id } = bubble.dataset;
    if (id === undefined || !found.has(id)) continue;
    const marks = id === current ? looked : others;
    for (const nodes of textsOf(bubble)) for (const range of rangesIn(nodes, words)) marks.add(range);
  }
}

/** Marks the hits under `root`, also in bubbles that come later. Returns how to stop. */
export function markHits(root: Element, sought: Sought): () => void {
  if (!('highlights' in CSS)) return () => {};
  let frame: number | null = null;
  const again = (): void => {
    frame ??= requestAnimationFrame(() => {
      frame = null;
      mark(root, sought);
    });
  };
  const changes = new MutationObserver(again);
  changes.observe(root, { childList: true, subtree: true, characterData: true });
  mark(root, sought);
  return () => {
    changes.disconnect();
    if (frame !== null) cancelAnimationFrame(frame);
    for (const name of Object.values(names)) CSS.highlights.get(name)?.clear();
  };
}
