/**
 * `npm run reindex -- --url http://127.0.0.1:8787`: looks the whole index over against the conversations and mends what is
 * wrong. Signs in as CASEMENT_EMAIL with CASEMENT_PASSWORD, on this machine as the admin of local play if they are not set.
 */
import { parseArgs } from 'node:util';
import { command, Plain, sentenceOf } from './plain.ts';
import { Visitor } from './seed/doors.ts';
import { admin } from './seed/people.ts';

const local = ['127.0.0.1', 'localhost', '[::1]'];

function addressOf(url: string | undefined): URL {
  if (url === undefined || !URL.canParse(url)) {
    throw new Plain('Say where Casement is: npm run reindex -- --url http://127.0.0.1:8787');
  }
  return new URL(url);
}

function signInFor({ hostname }: URL): { readonly email: string; readonly password: string } {
  const { CASEMENT_EMAIL: email, CASEMENT_PASSWORD: password } = process.env;
  if (email !== undefined && password !== undefined) return { email, password };
  if (local.includes(hostname)) return { email: admin.email, password: admin.password };
  throw new Plain('Set CASEMENT_EMAIL and CASEMENT_PASSWORD to the sign-in of an admin.');
}

const conversations = (n: number): string => `${n.toLocaleString('en-GB')} conversation${n === 1 ? '' : 's'}`;

/** What was found, as a sentence. */
function verdict(mended: number): string {
  if (mended === 0) return 'Nothing was wrong, and nothing was written.';
  return mended === 1
    ? 'One thing was wrong and is mended.'
    : `${mended.toLocaleString('en-GB')} things were wrong and are mended.`;
}

/** Every step, to the end; `checked` conversations and `mended` things so far are told with every failure. */
async function reindex(url: URL): Promise<void> {
  const visitor = new Visitor(url.origin);
  let [checked, mended] = [0, 0];
  let cursor: string | null = null;
  try {
    const { email, password } = signInFor(url);
    await visitor.signIn(email, password);
    do {
      const answer = await visitor.reindex(cursor);
      checked += answer.checked;
      mended += answer.mended;
      cursor = answer.next;
    } while (cursor !== null);
  } catch (error) {
    if (error instanceof Plain) throw error;
    const isUnheard = error instanceof TypeError && error.message === 'fetch failed';
    const why = isUnheard ? `Nobody answers at ${url.origin}.` : sentenceOf(error);
    throw new Plain(`Stopped after ${conversations(checked)}; what was mended stays. Run it again.\n${why}`);
  }
  console.log(`Looked at ${conversations(checked)}. ${verdict(mended)}`);
}

await command(async (args) => {
  const { values } = parseArgs({ args: [...args], options: { url: { type: 'string' } } });
  await reindex(addressOf(values.url));
});
