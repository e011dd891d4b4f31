/**
 * How the pages' code is cut into files: what a page needs at once comes as few files, which compress better than many.
 */
const pages = '/web/src/routes/';

/** What of the module graph is asked here. */
type Modules = {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
};
type Cut = { readonly name: string; readonly page: string; readonly and?: string };
type Group = {
  readonly name: (id: string, modules: Modules) => string | null;
  readonly priority: number;
};

/** The first line that a module fits says where it goes: the page needs it, and so does the other one if named. */
const cuts: readonly Cut[] = [
  { name: 'common', page: '(app)/+layout.svelte', and: 'setup/+page.svelte' },
  { name: 'common', page: '(app)/+layout.svelte', and: 'sign-in/+page.svelte' },
  { name: 'door', page: 'setup/+page.svelte', and: 'sign-in/+page.svelte' },
  { name: 'desk', page: '(app)/+layout.svelte' },
  { name: 'desk', page: '(app)/inbox/+layout.svelte', and: '(app)/letters/+page.svelte' },
  { name: 'rows', page: '(app)/inbox/+layout.svelte', and: '(app)/leads/+page.svelte' },
  { name: 'inbox', page: '(app)/inbox/+layout.svelte' },
  { name: 'lead', page: '(app)/inbox/[id]/+page.ts', and: '(app)/leads/+page.svelte' },
  { name: 'opened', page: '(app)/inbox/[id]/+page.ts' },
];

/** The modules that come along with one at once: without what is imported when it is needed. */
function closure(modules: Modules, first: string): ReadonlySet<string> {
  const found = new Set<string>();
  const wanted = [first];
  for (let id = wanted.pop(); id !== undefined; id = wanted.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    wanted.push(...(modules.getModuleInfo(id)?.importedIds ?? []));
  }
  return found;
}

/** The files that pages share, in the form Vite asks for; what fits none is left to Vite. */
export function sharedFiles(root: string): readonly Group[] {
  const closures = new Map<string, ReadonlySet<string>>();
  const needs = (modules: Modules, page: string, id: string): boolean => {
    const known = closures.get(page) ?? closure(modules, `${root}${pages}${page}`);
    closures.set(page, known);
    return known.has(id);
  };
  return cuts.map(({ name, page, and = page }, at) => ({
    name: (id, modules) => (needs(modules, page, id) && needs(modules, and, id) ? name : null),
    priority: cuts.length - at,
  }));
}
