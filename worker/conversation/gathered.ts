/** What the contact panel gathers out of a timeline, newest first: files, links, what was done. A page reads a bounded part. */
import type { Content, File } from '#domain/content.ts';
import type { FileKind } from '#domain/file-kinds.ts';
import type { AuditRow, Gathered, Kept } from '#domain/http-contact.ts';
import type { Position } from '#domain/message.ts';
import { fromRow, type MessageRow } from './message-row.ts';
import type { StoredMessage } from './state.ts';

/** Messages that one page looks at, at most. */
export const mostLooked = 1000;
/** How much a page holds; a message is never cut in two. Of the audit as much as one sees: it may stand open in the panel. */
const enough = { files: 40, audit: 20 };
/** Links of one message: nobody looks for the rest. */
const mostLinks = 20;

/** Rows that stand before a place, newest first; read as far as the caller goes. */
type Rows = Iterable<MessageRow>;

/** What is gathered. */
export type Sought = FileKind | 'audit';
export type GatheredPage = Gathered<Kept | AuditRow>;

/**
 * One page of it. Files and links are those that went to and fro, not of the team's own comments; the audit is who did what,
 * and when.
 */
export function gather(rows: Rows, what: Sought): GatheredPage {
  const found: (Kept | AuditRow)[] = [];
  const most = what === 'audit' ? enough.audit : enough.files;
  let looked = 0;
  for (const row of rows) {
    found.push(...(what === 'audit' ? linesOf(fromRow(row)) : keptIn(fromRow(row), what)));
    looked += 1;
    if (found.length >= most || looked >= mostLooked) return { found, next: { at: row.at, seq: row.seq } };
  }
  return { found, next: null };
}

type Slotted = { readonly file: File; readonly slot: string };

function filesOf(content: Content): readonly Slotted[] {
  if (content.kind === 'files') return content.files.map((file, slot) => ({ file, slot: String(slot) }));
  if (content.kind !== 'interactive' && content.kind !== 'template') return [];
  const header = content.headerFile ? [{ file: content.headerFile, slot: 'header' }] : [];
  const cards = content.kind === 'template' ? (content.cards ?? []) : [];
  return [...header, ...cards.flatMap(({ file }, at) => (file ? [{ file, slot: `card-${at}` }] : []))];
}

const address = /https?:\/\/[^\s<>"']+/giu;

/** What ends a sentence is no part of its last link. */
function withoutEnd(link: string): string {
  let end = link.length;
  while (end > 0 && '.,;:!?)]}*_~'.includes(link.charAt(end - 1))) end -= 1;
  return link.slice(0, end);
}

function linksOf(text: string): readonly string[] {
  const found = Array.from(text.matchAll(address), ([link]) => withoutEnd(link));
  return [...new Set(found)].slice(0, mostLinks);
}

const looksLikeMedia = ({ type }: File): boolean => type === 'image' || type === 'video';

type Found = { readonly file: File; readonly slot: string } | { readonly url: string };

function foundIn(content: Content, kind: FileKind): readonly Found[] {
  if (kind === 'links') return linksOf('text' in content ? content.text : '').map((url) => ({ url }));
  return filesOf(content).filter(
    ({ file }) => file.type !== 'sticker' && looksLikeMedia(file) === (kind === 'media'),
  );
}

function keptIn({ id: messageId, at, seq, direction, content }: StoredMessage, kind: FileKind): Kept[] {
  if (direction !== 'in' && direction !== 'out') return [];
  if (content.kind === 'line' || content.kind === 'comment') return [];
  const from = direction === 'in' ? 'customer' : 'business';
  return foundIn(content, kind).map((found) => ({ messageId, at, seq, from, ...found }));
}

function linesOf({ id, at, seq, by, content }: StoredMessage): AuditRow[] {
  if (content.kind !== 'line') return [];
  const { kind: _kind, ...happening } = content;
  return [{ id, at, seq, ...(by && { by }), happening }];
}

/** The place from which a page is asked: the newest, unless both parts of another are given. */
export function positionOf(asked: {
  readonly beforeAt?: number;
  readonly beforeSeq?: number;
}): Position | null {
  const { beforeAt: at, beforeSeq: seq } = asked;
  return at === undefined || seq === undefined ? null : { at, seq };
}
