/** `npm run inspect -- FILE…`: what webhook bodies would mean. `--json` prints one line of JSON a file. Nothing is stored. */
import { readFileSync } from 'node:fs';
import { meaningsOf, type Meaning } from '../worker/webhooks/inspect.ts';
import { readJson } from '../worker/webhooks/understand.ts';
import { command, Plain, sentenceOf } from './plain.ts';

type Inspected = { readonly file: string; readonly status: number; readonly events: readonly Meaning[] };

function inspect(file: string): Inspected {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Plain(
      `${file} cannot be read (${sentenceOf(error)}). Name files that hold one webhook body each.`,
    );
  }
  try {
    return { file, status: 200, events: meaningsOf(readJson(text)) };
  } catch (error) {
    if (error instanceof SyntaxError) return { file, status: 400, events: [] };
    throw error;
  }
}

const columns = ['kind', 'direction', 'peer_id', 'message_id', 'status', 'error_code', 'text'] as const;
const widest = 36;

function cell(value: string | undefined): string {
  const text = (value ?? '').replaceAll(/\s+/g, ' ');
  return text.length > widest ? `${text.slice(0, widest - 1)}…` : text;
}

function table({ file, status, events }: Inspected): string {
  const rows = [columns.map(String), ...events.map((event) => columns.map((name) => cell(event[name])))];
  const widths = columns.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((text, index) => text.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const verdict =
    status === 400 ? 'not JSON: 400' : `${events.length} event${events.length === 1 ? '' : 's'}`;
  return [`${file}  (${verdict})`, ...(events.length > 0 ? lines : [])].join('\n');
}

await command(async (args) => {
  const files = args.filter((arg) => arg !== '--json');
  if (files.length === 0) throw new Plain('Name at least one file: npm run inspect -- FILE… [--json]');
  const asJson = args.includes('--json');
  for (const file of files) {
    const inspected = inspect(file);
    process.stdout.write(asJson ? `${JSON.stringify(inspected)}\n` : `${table(inspected)}\n\n`);
  }
});
