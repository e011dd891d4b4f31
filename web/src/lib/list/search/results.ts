/** What was found as one column that the keyboard goes through. Pure. */
import type { Head } from '#domain/head.ts';
import type { MessageHit, SearchAnswer } from '#domain/http.ts';
import type { SearchGroup } from '../../state/search.svelte.ts';

const groups: readonly SearchGroup[] = ['contacts', 'conversations', 'messages'];

export type Result = {
  /** Unlike any other; also the id of its element. */
  readonly key: string;
  readonly group: SearchGroup;
  readonly head: Head;
  /** The message that was found, where it was one. */
  readonly hit: MessageHit | null;
};
/** The line at the end of a group that brings more of it. */
export type More = { readonly key: string; readonly group: SearchGroup; readonly head: null };
export type Line = Result | More;

export type Group = {
  readonly group: SearchGroup;
  readonly results: readonly Result[];
  readonly more: More | null;
};

function ofHead(group: SearchGroup): (head: Head) => Result {
  return (head) => ({ key: `result-${group}-${head.id}`, group, head, hit: null });
}

function ofHit(hit: MessageHit): Result {
  const { head, messageId } = hit;
  return { key: `result-messages-${head.id}-${messageId}`, group: 'messages', head, hit };
}

/** The groups in which something was found, in their order. */
export function groupsOf(answer: SearchAnswer | null): readonly Group[] {
  if (!answer) return [];
  const results: Readonly<Record<SearchGroup, readonly Result[]>> = {
    contacts: answer.contacts.hits.map(ofHead('contacts')),
    conversations: answer.conversations.hits.map(ofHead('conversations')),
    messages: answer.messages.hits.map(ofHit),
  };
  return groups
    .map((group) => ({
      group,
      results: results[group],
      more: answer[group].next === null ? null : { key: `result-more-${group}`, group, head: null },
    }))
    .filter((one) => one.results.length > 0);
}

/** All lines from top to bottom. */
export function linesOf(found: readonly Group[]): readonly Line[] {
  return found.flatMap(({ results, more }): readonly Line[] => (more ? [...results, more] : results));
}

/** Where an arrow key leads from `key`; null is the text itself, above the first line. */
export function stepped(lines: readonly Line[], key: string | null, by: 1 | -1): string | null {
  const at = lines.findIndex((line) => line.key === key);
  if (at < 0) return by > 0 ? (lines[0]?.key ?? null) : null;
  const to = Math.min(at + by, lines.length - 1);
  return lines[to]?.key ?? null;
}

/** How many were found so far, and whether there are more. */
export function totalOf(found: readonly Group[]): { readonly n: number; readonly more: boolean } {
  return {
    n: found.reduce((sum, { results }) => sum + results.length, 0),
    more: found.some(({ more }) => more !== null),
  };
}

const fewestDigits = 3;

/** Where the digits of `sought` stand in a phone number, whatever was typed between them. */
export function phoneHits(phone: string, sought: string): readonly (readonly [number, number])[] {
  const digits = sought.replace(/\D/g, '');
  const at = digits.length < fewestDigits ? -1 : phone.indexOf(digits);
  return at < 0 ? [] : [[at, at + digits.length]];
}
