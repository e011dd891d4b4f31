/** Knowing whether sources changed: by what is in them, not by when they were touched. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.ts';

const isSource = (path: string): boolean => !/(^|\/)(\.[^/]*|node_modules|dist)$|\.test\.ts$/.test(path);

/** The files under a path of the project, sorted; a file stands for itself. */
function filesUnder(path: string): readonly string[] {
  const absolute = join(root, path);
  if (!existsSync(absolute)) return [];
  if (statSync(absolute).isFile()) return [path];
  const names = readdirSync(absolute, { withFileTypes: true });
  return names
    .map((entry) => `${path}/${entry.name}`)
    .filter(isSource)
    .flatMap(filesUnder)
    .toSorted();
}

/** One short text that changes when any file under `paths` does. Tests and hidden folders do not count. */
export function fingerprint(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesUnder)) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}
