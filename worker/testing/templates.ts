/** Meta's list of templates, for tests. */
import type { Asked, playGraph } from './graph.ts';

export type Item = Record<string, unknown>;

export const body = (text: string, more: Item = {}): Item => ({ type: 'BODY', text, ...more });

/** A template as Meta lists it. */
export function item(name: string, more: Item = {}): Item {
  const usual = { id: `id-${name}`, name, language: 'en_US', status: 'APPROVED', category: 'UTILITY' };
  return { ...usual, parameter_format: 'POSITIONAL', components: [body(`Hello from ${name}`)], ...more };
}

/** Lists them from now on, in pages of as many as are asked for. */
export function serveTemplates(graph: ReturnType<typeof playGraph>, items: readonly Item[]): void {
  graph.serve('/message_templates', ({ url }: Asked) => {
    const { searchParams } = new URL(url);
    const from = Number(searchParams.get('after') ?? 0);
    const to = from + Number(searchParams.get('limit'));
    const more = to < items.length;
    const paging = {
      cursors: { before: String(from), after: String(to) },
      ...(more && { next: 'https://x.test/' }),
    };
    return Response.json({ data: items.slice(from, to), paging });
  });
}
