import { describe, expect, test } from 'vitest';
import { channels } from '#domain/channel.ts';
import { draft as draftSchema } from '#domain/draft.ts';
import { refuseDraft } from '#domain/limits.ts';
import {
  buildOf,
  buttonTypes,
  draftOf,
  filledDraft,
  framing,
  kindsOf,
  moved,
  newBuild,
  type Build,
  type Kind,
} from './build.ts';

function ids(): () => string {
  let next = 0;
  return () => `id${(next += 1)}`;
}

/** A build of a kind with something in every field. */
function whole(kind: Kind): Build {
  const built = newBuild(kind, ids());
  return {
    ...built,
    text: ' Which one? ',
    header: 'Header',
    footer: 'Footer',
    buttons: [
      { id: 'a', type: 'reply', title: ' Yes ', value: 'ignored' },
      { id: 'b', type: 'reply', title: 'No', value: '' },
    ],
    listButton: 'Choose',
    sections: [{ id: 's', title: ' ', rows: [{ id: 'r', title: 'Row', description: ' ' }] }],
    link: { title: 'Pay', url: ' https://pay.example/1 ' },
    form: { flowId: '42', title: 'Open', screen: '' },
    replies: [{ id: 'q', title: 'Quick' }],
    cards: [
      {
        ...{ id: 'c', title: 'Bag', subtitle: 'Brown', imageUrl: '', url: 'https://shop.example/bag' },
        buttons: [{ id: 'd', type: 'url', title: 'Look', value: 'https://shop.example/bag' }],
      },
    ],
  };
}

describe('what is built is taken by its channel (B-57)', () => {
  const all = channels.flatMap((channel) => kindsOf[channel].map((kind) => [channel, kind] as const));

  test.each(all)('%s: %s', (channel, kind) => {
    const draft = draftOf(channel, whole(kind));
    expect(draftSchema.safeParse(draft).success).toBe(true);
    expect(refuseDraft(channel, draft)).toBeNull();
    expect(draft.action.type).toBe(kind);
    expect(draft.header !== undefined).toBe(framing(channel, kind).words);
    expect(draft.text).toBe(kind === 'cards' ? '' : 'Which one?');
  });

  test.each(all)('%s: an empty %s is refused with a sentence, not broken', (channel, kind) => {
    const draft = draftOf(channel, newBuild(kind, ids()));
    expect(draftSchema.safeParse(draft).success).toBe(true);
    expect(refuseDraft(channel, draft)).not.toBeNull();
  });

  test.each(all)('%s: a kept %s comes back as it was', (channel, kind) => {
    const draft = draftOf(channel, whole(kind));
    expect(draftOf(channel, buildOf(draft, ids()))).toEqual(draft);
  });

  test.each(channels.flatMap((channel) => buttonTypes[channel].map((type) => [channel, type] as const)))(
    '%s takes %s buttons',
    (channel, type) => {
      const value = type === 'url' ? 'https://x.example' : '+351910000000';
      const build = { ...whole('buttons'), buttons: [{ id: 'a', type, title: 'Tap', value }] };
      expect(refuseDraft(channel, draftOf(channel, build))).toBeNull();
    },
  );
});

test('a file as the header takes the place of words, where the kind may have one', () => {
  const headerFile = { uploadId: 'u', type: 'image', mime: 'image/png', bytes: 9 } as const;
  const build = { ...whole('buttons'), headerFile };
  expect(draftOf('whatsapp', build)).toMatchObject({ headerFile });
  expect(draftOf('whatsapp', build)).not.toHaveProperty('header');
  expect(draftOf('whatsapp', { ...build, kind: 'list' })).toMatchObject({ header: 'Header' });
  expect(draftOf('messenger', build)).not.toHaveProperty('headerFile');
});

test('variables of the words are filled; what nothing fills is told', () => {
  const draft = draftOf('whatsapp', { ...whole('buttons'), text: 'Oi {{first_name}}', footer: '{{order}}' });
  expect(filledDraft(draft, { first_name: 'Maria' })).toEqual({
    draft: { ...draft, text: 'Oi Maria' },
    missing: ['order'],
  });
});

test.each([
  [0, 1, ['b', 'a', 'c']],
  [2, -1, ['a', 'c', 'b']],
  [0, -1, ['a', 'b', 'c']],
  [2, 1, ['a', 'b', 'c']],
] as const)('item %i moved by %i', (from, by, then) => {
  expect(moved(['a', 'b', 'c'], from, by)).toEqual(then);
});
