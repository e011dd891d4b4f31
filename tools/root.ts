/** Where the project lies. Tools may be called from any folder. */
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');

/** The absolute path of something in the project. */
export const at = (...parts: readonly string[]): string => join(root, ...parts);
