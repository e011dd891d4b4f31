/** What can be done with one message: the lines of its menu. Pure. */
import type { File } from '#domain/content.ts';
import type { MenuEntry, MenuItem } from '../ui/menu.ts';
import { t } from '../words/parts.ts';
import { draftAgain } from './draft-again.ts';
import { shownName } from './file-words.ts';
import type { Drawn } from './items.ts';
import { isAnswerable } from './quoted.ts';
import { textOf } from './words.ts';

export type MessageActs = {
  readonly quote: () => void;
  readonly react: () => void;
  readonly copy: () => void;
  readonly copyLink: () => void;
  readonly info: () => void;
  readonly download: (file: File, slot: number) => void;
  readonly again: () => void;
  readonly discard: () => void;
};
export type MessageRights = {
  readonly mayReply: boolean;
  /** Where Meta's own event can be looked at; null for whoever may not, and where there is none. */
  readonly raw: string | null;
};

type Line = Pick<MenuItem, 'id' | 'label' | 'run' | 'icon' | 'hint'>;
const item = (line: Line): MenuEntry => ({ kind: 'item', ...line });

function answering({ drawn, rights, acts }: About): MenuEntry[] {
  if (!rights.mayReply || !isAnswerable(drawn)) return [];
  const reply = item({
    ...{ id: 'reply', label: t('menu.reply'), icon: 'reply', hint: t('menu.reply-key'), run: acts.quote },
  });
  const react = item({ id: 'react', label: t('menu.react'), icon: 'smile', run: acts.react });
  return drawn.message.direction === 'in' ? [reply, react] : [reply];
}

function downloads({ drawn: { message }, acts }: About): MenuEntry[] {
  if (message.content.kind !== 'files') return [];
  const here = message.content.files
    .map((file, slot) => ({ file, slot }))
    .filter(({ file }) => file.state === 'here');
  return here.map(({ file, slot }) =>
    item({
      id: `download-${slot}`,
      icon: 'download',
      label: here.length > 1 ? t('menu.download-of', { name: shownName(file) }) : t('menu.download'),
      run: () => acts.download(file, slot),
    }),
  );
}

function retrying({ drawn, rights, acts }: About): MenuEntry[] {
  const { message, pending } = drawn;
  const state = message.delivery?.state;
  const entries: MenuEntry[] = [];
  const mayAgain =
    pending?.type === 'comment' || (rights.mayReply && (pending !== null || draftAgain(message) !== null));
  if (mayAgain && state === 'failed')
    entries.push(item({ id: 'again', icon: 'again', label: t('menu.retry'), run: acts.again }));
  if (pending !== null)
    entries.push(item({ id: 'discard', icon: 'ban', label: t('menu.discard'), run: acts.discard }));
  return entries;
}

type About = { readonly drawn: Drawn; readonly rights: MessageRights; readonly acts: MessageActs };

/** From what is done most to what is done least. */
export function messageEntries(about: About): readonly MenuEntry[] {
  const { drawn, rights, acts } = about;
  const written = textOf(drawn.message) !== '';
  const groups: MenuEntry[][] = [
    [...answering(about), ...retrying(about)],
    [
      ...(written ? [item({ id: 'copy', icon: 'copy', label: t('menu.copy'), run: acts.copy })] : []),
      ...(drawn.pending
        ? []
        : [item({ id: 'link', icon: 'link', label: t('menu.link'), run: acts.copyLink })]),
      ...downloads(about),
    ],
    drawn.pending ? [] : [item({ id: 'info', icon: 'info', label: t('menu.info'), run: acts.info })],
  ];
  if (rights.raw !== null && !drawn.pending)
    groups[2]?.push({ kind: 'link', id: 'raw', icon: 'outside', label: t('menu.raw'), href: rights.raw });
  return groups
    .filter((group) => group.length > 0)
    .flatMap((group, at) => (at === 0 ? group : [{ kind: 'line', id: `line-${at}` } as const, ...group]));
}
