/**
 * What is done to messages with pointer, finger and keys, heard at the box of the timeline, so that no bubble has to listen:
 * the menu (right button, Shift+F10, a finger that stays), the swipe that answers, and copying over several messages.
 */
import type { Attachment } from 'svelte/attachments';
import { anchorAt, anchorOf, pageOf, type Anchor } from '../ui/popup.ts';
import { holding } from '../ui/press.ts';
import { copiedText, type CopiedPart } from './copied.ts';
import { swiping } from './swipe.ts';

export type Gestures = {
  /** Opens the menu of a message. */
  readonly menu: (id: string, anchor: Anchor) => void;
  readonly mayQuote: (id: string) => boolean;
  readonly quote: (id: string) => void;
  /** What is copied of a message; null for what is no message. `selected`: the part of it that is selected. */
  readonly copied: (id: string, selected: string) => CopiedPart | null;
};

const articles = '[role="article"][data-key]';

function articleOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>(articles) : null;
}

/** The message there: of several pictures in one bubble, that of the picture. */
function idUnder(target: EventTarget | null): string | null {
  const shot = target instanceof Element ? target.closest<HTMLElement>('[data-shot]') : null;
  const name = shot?.dataset['shot'];
  if (name !== undefined) return name.slice(0, name.lastIndexOf('/'));
  return articleOf(target)?.dataset['key'] ?? null;
}

/** Where the browser’s own menu is worth more: on a link, in a field, on a selection. */
function isBrowsers(event: MouseEvent): boolean {
  const { target } = event;
  if (!(target instanceof Element)) return true;
  const selection = getSelection();
  const selected = selection !== null && !selection.isCollapsed && selection.containsNode(target, true);
  return (
    selected || target.closest('a:not([data-shot]), input, textarea, video, [role="menu"], dialog') !== null
  );
}

function openMenu(event: MouseEvent, { menu }: Gestures): void {
  const article = articleOf(event.target);
  const id = idUnder(event.target);
  if (!article || id === null || isBrowsers(event)) return;
  const bubble = article.querySelector('[data-id]');
  if (!bubble) return;
  event.preventDefault();
  const { clientX, clientY } = event;
  const byKey = event.target === article && event.button !== 2;
  const point = { left: clientX, right: clientX, top: clientY, bottom: clientY };
  menu(id, byKey ? anchorAt(bubble) : anchorOf(point, pageOf(article)));
}

/** The part of the selection that lies in `article`. */
function selectedIn(range: Range, article: Node): string {
  const part = document.createRange();
  part.selectNodeContents(article);
  if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0)
    part.setStart(range.startContainer, range.startOffset);
  if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0)
    part.setEnd(range.endContainer, range.endOffset);
  return part.toString();
}

function copy(event: ClipboardEvent, box: HTMLElement, { copied }: Gestures): void {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return;
  const range = selection.getRangeAt(0);
  const crossed = [...box.querySelectorAll<HTMLElement>(articles)].filter((one) => range.intersectsNode(one));
  // Within one message the browser copies what is selected, as anywhere.
  if (crossed.length < 2) return;
  const parts = crossed.flatMap((article) => {
    const text = article.querySelector('.words') ?? article;
    const selected = range.intersectsNode(text) ? selectedIn(range, text) : '';
    const part = copied(article.dataset['key'] ?? '', selected);
    return part && part.text.trim() !== '' ? [part] : [];
  });
  if (parts.length === 0) return;
  event.clipboardData?.setData('text/plain', copiedText(parts));
  event.preventDefault();
}

/** For `{@attach}` on the box of the timeline. */
export function gestures(of: Gestures): Attachment<HTMLElement> {
  return (box) => {
    const listeners = new AbortController();
    const { signal } = listeners;
    box.addEventListener('contextmenu', (event) => openMenu(event, of), { signal });
    box.addEventListener('copy', (event) => copy(event, box, of), { signal });
    const held = holding((_, target) => {
      const id = idUnder(target);
      const bubble = articleOf(target)?.querySelector('[data-id]');
      if (id !== null && bubble) of.menu(id, anchorAt(bubble));
    })(box);
    const swiped = swiping({
      find: (target) => {
        const article = articleOf(target);
        const id = article?.dataset['key'];
        return id !== undefined && of.mayQuote(id) ? (article?.querySelector('.beside') ?? null) : null;
      },
      done: (element) => of.quote(articleOf(element)?.dataset['key'] ?? ''),
    })(box);
    return () => {
      listeners.abort();
      held?.();
      swiped?.();
    };
  };
}
