/** The rule `house/rooms`: every import is resolved to a place and held against the table of rooms. */
import { dirname, join, matchesGlob, relative } from 'node:path';
import type { Rule } from 'eslint';
import { root } from '../root.ts';
import { rooms, type Room } from './rooms.ts';

const aliases = [
  ['#domain/', 'domain/'],
  ['#lib/', 'web/src/lib/'],
  ['$lib/', 'web/src/lib/'],
] as const;

const fits = (path: string, globs: readonly string[]): boolean =>
  globs.some((glob) => matchesGlob(path, glob));

/** Where an import leads: a path from the root, or `npm:…`. */
function placeOf(specifier: string, importer: string): string {
  if (specifier.startsWith('.')) return join(dirname(importer), specifier);
  const alias = aliases.find(([prefix]) => specifier.startsWith(prefix));
  return alias ? alias[1] + specifier.slice(alias[0].length) : `npm:${specifier}`;
}

function forbids(room: Room, importer: string, place: string): boolean {
  if (!fits(importer, room.files) || fits(importer, room.except ?? [])) return false;
  const allowed = room.may === undefined || fits(place, room.may);
  return !allowed || fits(place, room.never ?? []);
}

/** The table's words against this import, or undefined. */
function objection(importer: string, specifier: string): string | undefined {
  const place = placeOf(specifier, importer);
  // Types that SvelteKit writes for a route.
  if (/(^|\/)\$types(\.js)?$/.test(place)) return undefined;
  return rooms.find((room) => forbids(room, importer, place))?.because;
}

type Sourced = { readonly source?: { readonly value?: unknown } | null };

export const roomsRule: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { forbidden: '{{importer}} may not import {{specifier}}: {{because}}' },
  },
  create(context) {
    const importer = relative(root, context.filename).replaceAll('\\', '/');
    const look = (node: Rule.Node): void => {
      const specifier = (node as Sourced).source?.value;
      if (typeof specifier !== 'string') return;
      const because = objection(importer, specifier);
      if (because) context.report({ node, messageId: 'forbidden', data: { importer, specifier, because } });
    };
    return {
      ImportDeclaration: look,
      ExportNamedDeclaration: look,
      ExportAllDeclaration: look,
      ImportExpression: look,
      TSImportType: look,
    };
  },
};
