/** Meta's list of templates, tolerant: what has no name or language is left out. Pure. */
import { z } from 'zod';
import { list, part, text, those, word } from '../channels/tolerant.ts';
import type { ReadTemplate } from './store.ts';

const template = z.looseObject({
  id: text,
  name: word.pipe(z.string().min(1)),
  language: word.pipe(z.string().min(1)),
  status: text,
  category: text,
  parameter_format: text,
  components: list,
  quality_score: part({ score: text }),
  /** Instead of it, in some answers. */
  quality_score_category: text,
  rejected_reason: text,
});

/** Longer than any template that Meta approves; a longer one is kept as one that says nothing. */
const longestComponents = 100_000;

/** What a page of the list says. `status` is '' where Meta names none. */
export function readTemplates(items: readonly unknown[]): ReadTemplate[] {
  return those(template, items).map((one) => {
    const components = JSON.stringify(one.components);
    const format = one.parameter_format?.toLowerCase();
    return {
      name: one.name,
      language: one.language,
      status: (one.status ?? '').toUpperCase(),
      reason: one.rejected_reason ?? null,
      category: one.category ?? null,
      quality: one.quality_score?.score ?? one.quality_score_category ?? null,
      metaId: one.id ?? null,
      components: components.length <= longestComponents ? components : '[]',
      format: format === 'named' || format === 'positional' ? format : null,
    };
  });
}
