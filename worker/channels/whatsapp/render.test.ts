import { describe, expect, it } from 'vitest';
import { Memory } from '../../testing/memory.ts';
import { heard } from '../../testing/events.ts';
import type { CustomerName } from '../channel.ts';
import { renderText } from './render.ts';

const render = (text: string, ...names: readonly CustomerName[]) =>
  renderText({ id: 'client-1', text, names });

describe('a text to WhatsApp', () => {
  it('is Meta’s body, with our id to be given back (R-8)', () => {
    expect(render('Hello', 'phone:15551234567')).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '+15551234567',
      type: 'text',
      text: { body: 'Hello', preview_url: false },
      biz_opaque_callback_data: 'client-1',
    });
  });

  it('goes to the phone where there is one, in whatever order the names are', () => {
    for (const names of [
      ['bsuid:US.1', 'phone:1555'],
      ['phone:1555', 'bsuid:US.1'],
    ] as const) {
      expect(render('x', ...names)).toMatchObject({ to: '+1555' });
      expect(render('x', ...names)).not.toHaveProperty('recipient');
    }
  });

  it('goes to `recipient`, never `to`, where there is only a BSUID', () => {
    expect(render('x', 'bsuid:US.1')).toMatchObject({ recipient: 'US.1' });
    expect(render('x', 'bsuid:US.1')).not.toHaveProperty('to');
  });

  it('goes to the number that the head shows, also after the customer changed it (R-29, R-33)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a', names: ['bsuid:US.1', 'phone:1111'] }));
    memory.hear(heard({ id: 'b', names: ['bsuid:US.1', 'phone:2222'] }));
    expect(memory.head.phone).toBe('+2222');
    expect(render('x', ...memory.state.names)).toMatchObject({ to: '+2222' });
  });

  it('goes to the number that the head shows, also where one body shows two new ones (R-29, R-33)', () => {
    const memory = new Memory();
    memory.hear(heard({ id: 'a', names: ['bsuid:US.1'] }));
    memory.learn('bsuid:US.1', 'phone:1111', 'phone:2222');
    expect(render('x', ...memory.state.names)).toMatchObject({ to: memory.head.phone });
  });

  it.each([
    ['see https://casement.example now', true],
    ['http://a.example', true],
    ['no link', false],
    ['https: //', false],
  ])('asks for a preview of links only: %s', (text, preview) => {
    expect(render(text, 'phone:1')).toMatchObject({ text: { body: text, preview_url: preview } });
  });
});
