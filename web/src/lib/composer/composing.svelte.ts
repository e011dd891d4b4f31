/** What is written in one conversation, and how it leaves: everything of the composer that is not drawn. */
import type { FileType } from '#domain/content.ts';
import type { Head } from '#domain/head.ts';
import { holesIn } from '#domain/variables.ts';
import { isReady } from '../state/attachment.ts';
import type { Desk } from '../state/desk.ts';
import type { Mode } from '../state/drafts.svelte.ts';
import type { Composed } from '../state/outbox.svelte.ts';
import type { Thread } from '../state/thread.svelte.ts';
import type { Act } from './banner-acts.ts';
import { archiveOnceSent } from './archiving.svelte.ts';
import { overflowFrom, unitOf } from './counting.ts';
import type { MarkName } from './format/marks.ts';
import type { Hand } from './hand.ts';
import { chosenIn } from './mention/chosen.ts';
import { idsNamedIn, namedIn } from './mention/named.ts';
import type { Mark } from './mirror.ts';
import { formatting } from './pieces.ts';
import { sendAlone, sendFile, sendReply } from './reply.ts';
import { Standing } from './standing.svelte.ts';
import { goesAsHumanAgent, measure } from './state.ts';

/** Where it is written: what a component was given, which may change under it. */
export type Where = { readonly thread: Thread; readonly head: Head };

export class Composing implements Hand {
  readonly desk: Desk;
  readonly standing: Standing;
  readonly #where: () => Where;
  field = $state<HTMLTextAreaElement>();

  readonly thread: Thread = $derived.by(() => this.#where().thread);
  readonly head: Head = $derived.by(() => this.#where().head);
  readonly mode: Mode = $derived(this.thread.mode);
  readonly text = $derived.by(() => this.desk.drafts.get(this.thread.id, this.mode));
  /** Which of the states of the composer this is. */
  readonly state = $derived.by(() => this.standing.now);
  readonly size = $derived(measure(this.mode, this.head.channel, this.text));
  readonly unit = $derived(unitOf(this.mode, this.head.channel));
  readonly files = $derived.by(() => (this.mode === 'reply' ? this.desk.attachments.of(this.thread.id) : []));
  readonly #said = $derived(this.text.trim() !== '' || this.files.length > 0);
  /** Variables that nothing has filled (B-50). */
  readonly holes = $derived(this.mode === 'reply' ? holesIn(this.text) : []);
  readonly #whole = $derived(this.holes.length === 0 && !this.size.over);
  readonly ready = $derived(this.state.maySend && this.#said && this.files.every(isReady) && this.#whole);
  /** Whether what is written now is for the customer. */
  readonly mayReply = $derived(this.mode === 'reply' && this.state.mayWrite);
  /** Whether there is anything to write in, or to read of what was written. */
  readonly shown = $derived(this.state.mayWrite || this.text !== '');
  readonly quoting = $derived(this.mayReply ? this.thread.quoting : null);
  /** What is marked in the field: whom it names, what nothing has filled, and what is too long. */
  readonly marks: readonly Mark[] = $derived.by(() => {
    const over = overflowFrom(this.text, { size: this.size, unit: this.unit, channel: this.head.channel });
    const named = this.mode === 'comment' ? namedIn(this.text, this.desk.directory.team) : [];
    const marks = [
      ...named.map(({ from, to }): Mark => ({ from, to, kind: 'name' })),
      ...this.holes.map(({ from, to }): Mark => ({ from, to, kind: 'hole' })),
    ];
    return over === null ? marks : [...marks, { from: over, to: this.text.length, kind: 'over' }];
  });

  constructor(desk: Desk, where: () => Where) {
    this.desk = desk;
    this.#where = where;
    this.standing = new Standing(desk, () => ({ thread: this.thread, head: this.head, mode: this.mode }));
  }

  /** A person typed: this is what the field says now. */
  write(text: string): void {
    const { connection, drafts } = this.desk;
    drafts.set(this.thread.id, this.mode, text);
    if (this.mayReply && text !== '' && connection.shown === 'live') void this.thread.typing();
  }

  replace(from: number, to: number, put: string): void {
    if (from === to && put === '') return;
    const { field } = this;
    field?.focus();
    field?.setSelectionRange(from, to);
    // Unlike what sets the value, this can be undone with the browser's own keys.
    const done = put === '' ? document.execCommand('delete') : document.execCommand('insertText', false, put);
    if (!done) this.write(this.text.slice(0, from) + put + this.text.slice(to));
  }

  insert(put: string): void {
    const { field, text } = this;
    this.replace(field?.selectionStart ?? text.length, field?.selectionEnd ?? text.length, put);
  }

  /** What leaves leaves from here, and under which rule. */
  get #sending(): Pick<Desk, 'attachments' | 'outbox'> & { thread: Thread; asHumanAgent: boolean } {
    const { attachments, clock, outbox } = this.desk;
    const asHumanAgent = goesAsHumanAgent(this.standing.replying, clock.read());
    return { attachments, outbox, thread: this.thread, asHumanAgent };
  }

  send(draft: Composed, sendAt?: number): string {
    const sending = this.#sending;
    const asHumanAgent = sending.asHumanAgent && draft.kind !== 'template';
    const messageId = sendAlone({ ...sending, asHumanAgent }, draft, { sendAt });
    this.focus();
    return messageId;
  }

  /** Sends what is written, unless nobody looked at what a colleague wrote meanwhile (B-38). */
  submit(): void {
    if (!this.ready) this.showHole();
    else if (!this.standing.holdsBack()) this.sendWritten();
  }

  /** Does what the banner offers. */
  act(act: Act): void {
    if (act === 'send-anyway') this.sendWritten();
    else this.standing.act(act);
  }

  /** The text is gone before anything else can happen: a second Enter finds nothing to send. */
  sendWritten(sendAt?: number): void {
    if (!this.ready) return this.showHole();
    const { thread, mode } = this;
    const text = this.text.trim();
    this.desk.drafts.set(thread.id, mode, '');
    if (mode === 'comment') this.#comment(text);
    else sendReply({ ...this.#sending, text, sendAt });
    this.focus();
  }

  /** Sends what is written, and archives the conversation once that was taken. */
  sendAndArchive(): void {
    if (!this.ready) return this.showHole();
    if (this.standing.holdsBack()) return;
    const { outbox } = this.desk;
    const { id } = this.thread;
    const before = new Set(outbox.of(id).map(({ clientId }) => clientId));
    this.sendWritten();
    const sent = outbox.of(id).flatMap(({ clientId }) => (before.has(clientId) ? [] : [clientId]));
    if (sent.length > 0) archiveOnceSent(this.desk, id, new Set(sent));
  }

  /** Puts one of WhatsApp's marks around what is selected, or takes it off (B-33). */
  async mark(name: MarkName): Promise<void> {
    const { applyMark } = await formatting.load();
    applyMark(this, name);
  }

  /** What keeps the text from being sent is selected, ready to be written over (B-50). */
  showHole(): void {
    const [hole] = this.holes;
    if (!hole) return;
    this.focus();
    this.field?.setSelectionRange(hole.from, hole.to);
  }

  /** Selects what is too long to be sent (B-55). */
  selectOverflow(): void {
    const over = this.marks.find(({ kind }) => kind === 'over');
    this.focus();
    if (over) this.field?.setSelectionRange(over.from, over.to);
  }

  attach(files: readonly File[]): void {
    this.desk.attachments.add({ id: this.thread.id, channel: this.head.channel }, files);
    this.focus();
  }

  sendFile(file: File, type: FileType): void {
    sendFile({ ...this.#sending, channel: this.head.channel, file, type });
    this.focus();
  }

  focus(): void {
    this.field?.focus();
  }

  unquote(): void {
    this.thread.quoting = null;
    this.focus();
  }

  #comment(text: string): void {
    const { directory, outbox } = this.desk;
    const chosen = chosenIn(this.thread);
    const mentions = idsNamedIn(text, directory.team, chosen);
    chosen.clear();
    outbox.add({
      conversationId: this.thread.id,
      type: 'comment',
      text,
      ...(mentions.length > 0 && { mentions }),
    });
  }
}
