/** The templates of each WhatsApp business account and page, and what Meta says of them. */
import type { Account, State } from '../control.ts';
import { act, fetchTemplates, type TemplateLine } from './api.ts';
import { fill, h } from './dom.ts';
import { attempt } from './world.ts';

const statuses = ['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED', 'DELETED'];

/** Its templates are kept under this id. */
function ownerOf({ channel, id, wabaId }: Account): string {
  return channel === 'whatsapp' ? wabaId : id;
}

/** One account for each owner: it is told through that one. */
function owners({ accounts }: State): Account[] {
  const able = accounts.filter(({ channel }) => channel !== 'instagram');
  return [...new Map(able.map((one) => [ownerOf(one), one])).values()];
}

function line(account: Account, { name, language, status, category }: TemplateLine): HTMLElement {
  const choice = h(
    'select',
    {
      'aria-label': `Status of ${name} in ${language}`,
      onchange: () =>
        attempt(act.event(account.id, { kind: 'template-status', name, language, event: choice.value })),
    },
    ...[...new Set([status, ...statuses])].map((one) =>
      h('option', { value: one, selected: one === status }, one),
    ),
  );
  return h('li', {}, h('span', {}, `${name} · ${language}`, h('small', {}, category.toLowerCase())), choice);
}

/** Builds the list; it is fetched when it is opened, and whenever something changes while it is open. */
export function buildTemplates(): { root: HTMLElement; show: (state: State) => void } {
  let known: readonly Account[] = [];
  const list = h('ul', { class: 'templates' });
  const look = async (): Promise<void> => {
    const lists = await Promise.all(
      known.map(async (account) => {
        const templates = await fetchTemplates(ownerOf(account));
        return [h('li', { class: 'owner' }, account.name), ...templates.map((one) => line(account, one))];
      }),
    );
    fill(list, ...lists.flat());
  };
  const root = h(
    'details',
    { ontoggle: () => root.open && attempt(look()) },
    h('summary', {}, 'What Meta says of them'),
    list,
  );
  return {
    root,
    show(state) {
      known = owners(state);
      // A choice that is being made is not taken away.
      if (root.open && !list.contains(document.activeElement)) void look();
    },
  };
}
