/** Requests that nobody of this project wrote: we can say the same, or docs/channels says why we never do. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { channels, type Channel } from '#domain/channel.ts';
import { refuseDraft } from '#domain/limits.ts';
import { oursFor, valuesAt, type Wire } from '../testing/requests.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, '..', 'shared', 'payloads');
const missing = !existsSync(join(folder, 'expected.jsonl'));

type Request = { readonly file: string; readonly channel: Channel; readonly body: Wire };

function requests(): Request[] {
  if (missing) return [];
  const lines = readFileSync(join(folder, 'expected.jsonl'), 'utf8').split('\n').filter(Boolean);
  return lines
    .map((line) => JSON.parse(line) as { file: string; category: string })
    .filter(({ category }) => category === 'graph_request')
    .flatMap(({ file }) => {
      const channel = channels.find((one) => file.startsWith(`${one}/`));
      const body = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Wire;
      return channel ? [{ file, channel, body }] : [];
    });
}

/** A row of the table “Never sent”: a field of the request, with its value if only that value is meant. */
type NeverSent = {
  readonly path: readonly string[];
  readonly value: string | undefined;
  readonly why: string;
};

const tableRow = /^\| `([\w.]+)`(?: = `([^`]+)`)? \| (.+) \|$/;

function neverSentBy(channel: Channel): NeverSent[] {
  const page = readFileSync(join(root, 'docs', 'channels', `${channel}.md`), 'utf8');
  const [, section = ''] = page.split(/^### Never sent$/m);
  const [table = ''] = section.split(/^#/m);
  return table.split('\n').flatMap((line) => {
    const [, path = '', value, why = ''] = tableRow.exec(line) ?? [];
    return path ? [{ path: path.split('.'), value, why }] : [];
  });
}

const reasons = {
  whatsapp: neverSentBy('whatsapp'),
  messenger: neverSentBy('messenger'),
  instagram: neverSentBy('instagram'),
};

function reasonsAgainst(channel: Channel, body: Wire): readonly NeverSent[] {
  return reasons[channel].filter(({ path, value }) =>
    valuesAt(body, path).some((found) => value === undefined || value === String(found)),
  );
}

/** What only looks different: see “The same request” in docs/channels. */
function plain(key: string, value: unknown): unknown {
  if (key === 'biz_opaque_callback_data' || key === 'metadata') return undefined;
  if (key === 'preview_url' && value === false) return undefined;
  if (key === 'recipient_type' && value === 'individual') return undefined;
  if (key === 'policy' && value === 'deterministic') return undefined;
  if (key === 'messaging_type' && value === 'UPDATE') return 'RESPONSE';
  if (key === 'index') return String(value);
  if (key === 'to') return String(value).replace(/^\+/, '');
  if (key === 'date_time') return { fallback_value: valuesAt(value, ['fallback_value'])[0] };
  return value;
}
const normal = (body: unknown): unknown => JSON.parse(JSON.stringify(body ?? null, plain));

describe('the pages of the channels', () => {
  it('say what is never sent, and why', () => {
    for (const channel of ['whatsapp', 'messenger'] as const) {
      expect(reasons[channel].length, channel).toBeGreaterThan(0);
      for (const { why } of reasons[channel]) expect(why).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe.skipIf(missing)(
  `the requests of others${missing ? ' (skipped: ../shared/payloads is not here)' : ''}`,
  () => {
    const all = requests();

    it('are there', () => {
      expect(all.length).toBeGreaterThan(0);
    });

    it.each(all)('$file is one of ours, or never sent for a reason', ({ channel, body }) => {
      const ours = oursFor(channel, body);
      const against = reasonsAgainst(channel, body);
      if (against.length > 0) {
        // A page that says “never” of something that we do send would lie.
        expect(normal(ours?.body), JSON.stringify(against)).not.toEqual(normal(body));
        return;
      }
      expect(normal(ours?.body)).toEqual(normal(body));
      expect(reasonsAgainst(channel, ours?.body ?? {})).toEqual([]);
      if (ours?.draft) expect(refuseDraft(channel, ours.draft)).toBeNull();
    });
  },
);
