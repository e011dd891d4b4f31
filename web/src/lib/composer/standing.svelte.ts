/** In what state the composer of the open conversation is, from all that bears on it, and what its banner does. */
import { untrack } from 'svelte';
import { canManage } from '#domain/permission.ts';
import type { Head } from '#domain/head.ts';
import type { Message } from '#domain/message.ts';
import type { Desk } from '../state/desk.ts';
import type { Mode } from '../state/drafts.svelte.ts';
import { newestSeq } from '../state/newest.ts';
import type { Thread } from '../state/thread.svelte.ts';
import { t } from '../words/states.ts';
import type { Act } from './banner-acts.ts';
import { voice } from './pieces.ts';
import { composerState, rightsOf, type Busy, type ComposerState, type Replying } from './state.ts';
import { newsOf, queuedOf, slowOf, troubleOf, type Slow } from './told.ts';

type Around = { readonly thread: Thread; readonly head: Head; readonly mode: Mode };
type Needed = Pick<
  Desk,
  'attachments' | 'clock' | 'connection' | 'drafts' | 'handles' | 'outbox' | 'session' | 'toasts'
>;

export class Standing {
  /** Whether this person asked for the conversation in order to answer: then the caret goes to the field. */
  #wantsToWrite = $state(false);
  /** The news at which Enter was held back; once is enough (B-38). */
  #heldAt = $state<string | null>(null);
  readonly #desk: Needed;
  readonly #around: () => Around;

  constructor(desk: Needed, around: () => Around) {
    this.#desk = desk;
    this.#around = around;
  }

  readonly #account = $derived.by(() => this.#desk.session.account(this.#around().head));
  readonly #messages = $derived.by(() => this.#around().thread.data?.messages ?? []);
  readonly #queued = $derived.by(() => queuedOf(this.#messages));

  /** Who wants to answer where. */
  readonly replying: Replying = $derived.by(() => {
    const { head, thread } = this.#around();
    const { session } = this.#desk;
    return { actor: session.actor, head, rights: rightsOf(this.#account), confirmed: thread.confirmed };
  });

  /** What a colleague wrote since this person began to write. */
  readonly news: Message | null = $derived.by(() => {
    const { mode, thread } = this.#around();
    if (mode !== 'reply' || thread.writtenSince === null) return null;
    return newsOf(this.#messages, thread.writtenSince, this.#desk.session.actor.id);
  });

  /** What is on its way to the server, or being recorded. */
  readonly busy: Busy | null = $derived.by(() => {
    const { thread } = this.#around();
    if (voice.now?.recordings.of(thread.id)) return { what: 'recording' };
    const files = this.#desk.attachments.of(thread.id);
    const going = files.filter(({ uploaded, sentence }) => uploaded === null && sentence === null);
    if (going.length === 0) return null;
    const share = files.reduce((sum, { progress }) => sum + progress, 0) / files.length;
    return { what: 'upload', files: going.length, share };
  });

  readonly slow: Slow | null = $derived.by(() => slowOf(this.#queued, this.#desk.clock.now));

  readonly now: ComposerState = $derived.by(() => {
    const { mode } = this.#around();
    const { clock, connection, outbox, session } = this.#desk;
    return composerState({
      ...this.replying,
      mode,
      now: clock.now,
      trouble: this.#trouble,
      mayManage: canManage(session.actor, 'letters.manage'),
      offline: connection.shown === 'offline',
      waiting: outbox.waiting,
      busy: this.busy,
      slow: this.slow,
      news: this.news,
    });
  });

  get #trouble(): string | null {
    if (this.#account === null) return t('banner.not-connected');
    return this.#account.trouble ?? troubleOf(this.#queued);
  }

  /** Whether Enter was pressed and held back. */
  get heldBack(): boolean {
    return this.news !== null && this.#heldAt === this.news.id;
  }

  /** Whether a reply has to wait for its writer to look up: the first time that it is sent beside news (B-38). */
  holdsBack(): boolean {
    if (this.news === null || this.heldBack) return false;
    this.#heldAt = this.news.id;
    return true;
  }

  /** Keeps an eye on the clock, on what is written and on who may do what; called while the composer is made. */
  follow(): void {
    const { clock, drafts, handles, session } = this.#desk;
    $effect(() => clock.watch(this.#around().head.windowExpiresAt));
    $effect(() => clock.watch(this.slow?.until ?? null));
    $effect(() => {
      const { thread } = this.#around();
      const writes = drafts.get(thread.id, 'reply') !== '';
      untrack(() => this.#begin(writes));
    });
    $effect(() => this.#bringBack());
    $effect(() => {
      if (this.#doubt !== null) untrack(() => void session.refresh());
    });
    $effect(() => {
      if (!this.#wantsToWrite || !this.now.mayWrite) return;
      this.#wantsToWrite = false;
      handles.write('reply');
    });
  }

  /** What was there when somebody began to write is what they answer, until it has left or is taken away. */
  #begin(writes: boolean): void {
    const { thread } = this.#around();
    thread.writtenSince = writes ? (thread.writtenSince ?? newestSeq(this.#messages)) : null;
  }

  /** Asks again what the account may do, where that may have changed: it is gone, or refused a message. */
  readonly #doubt: string | null = $derived.by(() => {
    if (this.#account === null) return 'gone';
    const failed = this.#messages.findLast(({ delivery }) => delivery?.failure?.kind === 'account');
    return this.#account.trouble === null ? (failed?.id ?? null) : null;
  });

  /** A reply that came too late for the conversation stands in the composer again (B-58). */
  #bringBack(): void {
    const { drafts, outbox, toasts } = this.#desk;
    const { thread } = this.#around();
    const { banner } = this.now;
    if (banner.kind !== 'assigned-other' || drafts.get(thread.id, 'reply') !== '') return;
    const lost = outbox.of(thread.id).find(({ code }) => code === 'assigned-to-other');
    if (lost?.type !== 'send' || lost.draft.kind !== 'text') return;
    drafts.set(thread.id, 'reply', lost.draft.text);
    outbox.discard(lost.clientId);
    toasts.show(lost.refusal ?? '');
  }

  /** Does what a banner offers, but for sending. */
  act(act: Exclude<Act, 'send-anyway'>): void {
    const { handles, session } = this.#desk;
    const { thread } = this.#around();
    const acts: Readonly<Record<typeof act, () => void>> = {
      take: () => void this.#take(thread.ask({ type: 'assign', personId: session.actor.id })),
      ask: () => this.#askAssignee(),
      comment: () => handles.write('comment'),
      template: () => void handles.use('templates'),
      person: () => {
        thread.confirmHumanAgent();
        handles.write('reply');
      },
      reopen: () => void thread.ask({ type: 'reopen' }),
      lift: () => void this.#take(thread.ask({ type: 'block', on: false })),
      manage: () => {},
      review: () => this.#review(),
      'draft-template': () => void handles.use('templates', this.#draft),
      'draft-copy': () => void this.#copy(),
    };
    acts[act]();
  }

  get #draft(): string {
    return this.#desk.drafts.get(this.#around().thread.id, 'reply');
  }

  async #take(asked: Promise<boolean>): Promise<void> {
    this.#wantsToWrite = await asked;
  }

  #askAssignee(): void {
    const { drafts, handles } = this.#desk;
    const { head, thread } = this.#around();
    const written = drafts.get(thread.id, 'comment');
    const named = `@${head.assignee?.name ?? ''} `;
    if (!written.includes(named.trim()))
      drafts.set(thread.id, 'comment', written === '' ? named : `${written.trimEnd()} ${named}`);
    handles.write('comment');
  }

  /** Looked at is looked at: it holds nothing back any more. */
  #review(): void {
    const { news } = this;
    if (!news) return;
    this.#around().thread.writtenSince = news.seq;
    this.#desk.handles.showMessage(news.id);
  }

  async #copy(): Promise<void> {
    const { toasts } = this.#desk;
    try {
      await navigator.clipboard.writeText(this.#draft);
      toasts.show(t('message.copied'));
    } catch {
      toasts.show(t('message.copy-failed'));
    }
  }
}
