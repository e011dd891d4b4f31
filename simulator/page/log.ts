/** The log: what the product was told lately, and what it answered. */
import type { Attempt, Queue, State } from '../control.ts';
import { act } from './api.ts';
import { fill, h, icon } from './dom.ts';
import { exactTime } from './words.ts';
import { attempt } from './world.ts';

const shownLabels = 3;

function words({ labels }: Attempt): string {
  const more = labels.length - shownLabels;
  return labels.slice(0, shownLabels).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function line(post: Attempt): HTMLElement {
  const good = post.status === 200;
  const answer = post.status === 0 ? 'none' : String(post.status);
  const again = post.attempt > 1 ? `, try ${post.attempt}` : '';
  const link = post.deliveryId !== null && { href: `/control/webhooks/${post.deliveryId}`, target: '_blank' };
  return h(
    'li',
    {},
    h('span', { class: good ? 'code good' : 'code bad' }, answer),
    link
      ? h('a', { ...link, dir: 'auto', title: 'See the body' }, words(post))
      : h('span', { dir: 'auto' }, words(post)),
    h('span', { class: 'when' }, `${exactTime(post.at)} · ${post.tookMs} ms${again}`),
    !good && h('span', { class: 'why', dir: 'auto' }, post.text.slice(0, 140)),
  );
}

function queueWords({ updates, deliveries, paused }: Queue): string {
  const count = updates + deliveries;
  const held = count === 0 ? 'Nothing waits' : count === 1 ? '1 webhook waits' : `${count} webhooks wait`;
  return paused ? `Paused. ${held}.` : `${held}.`;
}

/** Builds the log with its pause button. */
export function buildLog(): { root: HTMLElement; show: (state: State) => void } {
  const top = h('div', { class: 'row' });
  const list = h('ol', { class: 'log' });
  return {
    root: h('div', {}, top, list),
    show({ queue, attempts }) {
      const change = () => attempt(act.pause(!queue.paused));
      const attributes = { type: 'button', class: 'plain', 'data-key': 'pause', onclick: change };
      fill(
        top,
        h('span', { class: 'queue', role: 'status' }, queueWords(queue)),
        h('button', attributes, icon(queue.paused ? 'play' : 'pause'), queue.paused ? 'Resume' : 'Pause'),
      );
      const none = h('li', { class: 'none' }, 'Nothing was told yet. Write something on a phone.');
      fill(list, ...(attempts.length === 0 ? [none] : attempts.map(line)));
    },
  };
}
