/** Bodies that nobody of this project wrote, judged by a program that nobody of this project wrote. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { meaningsOf } from './inspect.ts';
import { readJson } from './understand.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'payloads');
const missing = !existsSync(join(folder, 'expected.jsonl'));
type Expected = { readonly file: string; readonly category: string };

function expected(): Expected[] {
  const lines = readFileSync(join(folder, 'expected.jsonl'), 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Expected).filter(({ category }) => category === 'webhook');
}

function meaning(file: string): string {
  const body = readJson(readFileSync(join(folder, file), 'utf8'));
  return JSON.stringify({ file, status: 200, events: meaningsOf(body) });
}

describe.skipIf(missing)(
  `the payloads of others${missing ? ' (skipped: ../shared/payloads is not here)' : ''}`,
  () => {
    it('of all three channels mean what their authors say, core, loose and edge (R-1, R-6, R-29, R-40)', () => {
      const files = expected().map(({ file }) => file);
      expect(files.length).toBeGreaterThan(0);
      const input = files.map(meaning).join('\n');
      const { status, stdout } = spawnSync(process.execPath, [join(folder, 'check.mjs')], {
        input,
        encoding: 'utf8',
      });
      expect(stdout).toContain(`${files.length} files checked, ${files.length} right, 0 wrong`);
      expect(status).toBe(0);
    });

    it('never make it throw, and never invent a message (R-40)', () => {
      for (const { file } of expected()) {
        const text = readFileSync(join(folder, file), 'utf8');
        for (const { kind, message_id: id = '' } of meaningsOf(readJson(text))) {
          if (kind === 'message') expect(text, file).toContain(JSON.stringify(id).slice(1, -1));
        }
      }
    });
  },
);
