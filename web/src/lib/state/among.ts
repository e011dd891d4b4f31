/** One of those that stand by name, new or changed, in its place among the others. */
export function among<One extends { readonly id: string; readonly name: string }>(
  all: readonly One[],
  one: One,
): readonly One[] {
  const others = all.filter(({ id }) => id !== one.id);
  return [...others, one].sort((a, b) => a.name.localeCompare(b.name));
}
