/** What a message is in one line with a small drawing: for rows, quotes and announcements. Pure. */
import { previewOf, type Preview } from '#domain/head.ts';
import type { Message } from '#domain/message.ts';
import type { IconName } from '../ui/icons.ts';
import { t } from '../words/t.ts';

export type Gist = { readonly icon: IconName | null; readonly words: string };

const files = {
  image: 'photo',
  video: 'video',
  audio: 'audio',
  voice: 'voice',
  document: 'document',
  sticker: 'sticker',
} as const satisfies Record<string, IconName>;
const shares = {
  link: 'link',
  post: 'link',
  reel: 'video',
  story: 'story',
  'story-mention': 'story',
  product: 'bag',
  other: 'link',
} as const satisfies Record<string, IconName>;

function has<Key extends string>(table: Readonly<Record<Key, unknown>>, key: string | undefined): key is Key {
  return key !== undefined && Object.hasOwn(table, key);
}

function ofFiles(of: string | undefined): Gist {
  const type = has(files, of) ? of : 'document';
  return { icon: files[type], words: t(`kind.${type}`) };
}

function ofShare(of: string | undefined): Gist {
  const type = has(shares, of) ? of : 'other';
  return { icon: shares[type], words: t(`kind.${type}`) };
}

/** What the kind is called, whatever was written along with it. */
function kindOf({ kind, of }: Pick<Preview, 'kind' | 'of'>): Gist {
  switch (kind) {
    case 'files':
      return ofFiles(of);
    case 'share':
      return ofShare(of);
    case 'location':
      return { icon: 'pin', words: t('kind.location') };
    case 'contacts':
      return { icon: 'person', words: t('kind.contacts') };
    case 'choice':
      return { icon: 'tap', words: t('kind.choice') };
    case 'form':
      return { icon: 'form', words: t('kind.form') };
    case 'order':
      return { icon: 'cart', words: t('kind.order') };
    case 'interactive':
      return { icon: 'tap', words: t('kind.interactive') };
    case 'template':
      return { icon: 'template', words: t('kind.template') };
    case 'unsent':
      return { icon: 'ban', words: t('kind.unsent') };
    case 'unsupported':
      return { icon: 'question', words: t('kind.unsupported', { type: of ?? '?' }) };
    default:
      return { icon: null, words: '' };
  }
}

/** A preview in one line: its own words where it has any, else what it is. */
export function gistOf(preview: Pick<Preview, 'kind' | 'of' | 'text'>): Gist {
  const { icon, words } = kindOf(preview);
  return { icon, words: preview.text.trim() || words };
}

/** A message in one line. A document that was sent without a word is told by its name. */
export function gistOfMessage(message: Message): Gist {
  const { content } = message;
  if (content.kind === 'line') return { icon: null, words: '' };
  if (content.kind === 'comment') return { icon: 'lock', words: content.text };
  const preview = previewOf(message);
  if (!preview) return { icon: null, words: '' };
  const gist = gistOf(preview);
  if (content.kind === 'location' && content.text === '' && content.name)
    return { ...gist, words: content.name };
  const name = content.kind === 'files' && content.text === '' ? content.files[0]?.name : undefined;
  return name !== undefined && preview.of === 'document' ? { ...gist, words: name } : gist;
}
