/** What every walk begins with is made once for all of them: each takes a copy (`world.ts`). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { furnish } from './world.ts';

/** Where the data lies, and the admin's cookie. */
export type Furnished = { readonly dir: string; readonly cookie: string };

declare module 'vitest' {
  interface ProvidedContext {
    furnished: Furnished;
  }
}

const dir = mkdtempSync(join(tmpdir(), 'casement-furnished-'));

/** Before the walks. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('furnished', { dir, cookie: await furnish(dir) });
}

/** After them. */
export function teardown(): void {
  rmSync(dir, { recursive: true, force: true });
}
