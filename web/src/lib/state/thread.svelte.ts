/** One conversation on this screen: loaded once, kept true by its socket, asked for older pages. */
import { untrack } from 'svelte';
import { protocolVersion, type ConversationFrame } from '#domain/frame.ts';
import type { Head } from '#domain/head.ts';
import type { CommandBody } from '#domain/command.ts';
import type { CommandAnswer, ConversationView } from '#domain/http.ts';
import type { Message } from '#domain/message.ts';
import { conversationSocketPath, sentenceFor, type Api, type Failure, type Outcome } from '../api.ts';
import { readConversationFrame } from '../live/frames.ts';
import { LiveSocket, type End, type LineState, type Timers, type Wire } from '../live/socket.ts';
import { dividerOf, type Divider, type Unread } from './divider.ts';
import type { Mode } from './drafts.svelte.ts';
import {
  applyFrame,
  joinFrames,
  nextFrames,
  takeHistory,
  takeMessages,
  threadOf,
  type ThreadData,
} from './apply.ts';
import { newestSeq } from './newest.ts';
import { joined, positionOf, takeChanges, takeNewer, takeOlder, windowOf, type Window } from './window.ts';

export type ThreadStatus = 'loading' | 'ready' | 'refused' | 'unreachable';

/** Without the client id: the thread makes one. */
export type Ask = CommandBody extends infer Body
  ? Body extends CommandBody
    ? Omit<Body, 'clientId'>
    : never
  : never;

export type ThreadOptions = {
  readonly api: Pick<Api, 'conversation' | 'history' | 'later' | 'around' | 'from' | 'command'>;
  readonly openWire: (path: string) => Wire;
  readonly timers: Timers;
  readonly newId: () => string;
  /** Runs once, when the browser had time to draw: frames that come until then are taken in together. */
  readonly paced: (run: () => void) => void;
  readonly sync: (now: number) => void;
  readonly onLine: (state: LineState) => void;
  readonly onEnd: (why: End) => void;
  /** The conversation `from` became part of `to`. */
  readonly onMoved: (from: string, to: string) => void;
  readonly tell: (failure: Failure) => void;
};

const returnAfter = 2_000;
/** Meta shows “typing” for some 20 seconds. */
const typingEvery = 20_000;

/** How long the fingers may rest while somebody counts as writing. In ms. */
const writesFor = 5_000;

export class Thread {
  readonly id: string;
  data = $state.raw<ThreadData | null>(null);
  status = $state<ThreadStatus>('loading');
  /** Why it cannot be shown. */
  sentence = $state('');
  loadingOlder = $state(false);
  olderFailed = $state(false);
  newerFailed = $state(false);
  /** Whether unread was set by hand: then looking does not clear it. */
  keepUnread = $state(false);
  /** The message that the next reply answers. */
  quoting = $state.raw<Message | null>(null);
  /** What is written here, for the customer or for the team: as it was left, whoever looks away and comes back (B-45). */
  mode = $state<Mode>('reply');
  /** Whether this person is writing here, as far as their colleagues are told. */
  writing = $state(false);
  /** The newest arrival when this person began to write a reply; null while none is begun (B-38). */
  writtenSince = $state<number | null>(null);
  /** For which window this person said that they answer under the Human Agent rule, by what opened it. */
  #confirmedFor = $state<number | null>(null);
  #unread = $state.raw<Unread>({ count: 0, upTo: 0 });
  readonly head: Head | null = $derived(this.data?.head ?? null);
  #window = $state.raw<Window | null>(null);
  /** What is on the screen: the newest stretch, or the window around a message. */
  readonly messages: readonly Message[] = $derived(this.#window?.messages ?? this.data?.messages ?? []);
  readonly #oldest: string | null = $derived(this.data?.messages[0]?.id ?? null);
  /** What comes is no part of what was unread; only older pages, which come before the oldest, may move it. */
  readonly divider: Divider | null = $derived.by(() => {
    const unread = this.#unread;
    return this.#oldest === null
      ? null
      : dividerOf(
          untrack(() => this.data?.messages ?? []),
          unread,
        );
  });
  readonly #options: ThreadOptions;
  readonly #socket: LiveSocket;
  /** Frames that wait until the browser has drawn the last ones. */
  readonly #heard: ConversationFrame[] = [];
  /** Whether an answer to hello or since is on its way. */
  #asked = false;
  #open = false;
  #loadingNewer = false;
  #writes: number | null = null;
  #typedAt = Number.NEGATIVE_INFINITY;

  constructor(id: string, options: ThreadOptions) {
    this.id = id;
    this.#options = options;
    this.#socket = new LiveSocket({
      open: () => options.openWire(conversationSocketPath(id)),
      timers: options.timers,
      hello: () => {
        this.#asked = true;
        return { t: 'hello', v: protocolVersion, since: this.data?.rev ?? null };
      },
      onText: (text) => this.#hear(readConversationFrame(text)),
      onState: options.onLine,
      onEnd: (why, reason) => this.#ended(why, reason),
    });
  }

  /** Shows what the server rendered, before anything is asked. */
  seed(view: ConversationView): void {
    this.data = threadOf(view);
    this.status = 'ready';
    this.#noteUnread();
  }

  /** The server said no while it rendered the page. */
  refuse(sentence: string): void {
    this.status = 'refused';
    this.sentence = sentence;
  }

  /** Comes to the front: catches up, or loads for the first time. */
  open(): void {
    if (this.#open) return;
    this.#open = true;
    this.keepUnread = false;
    this.#noteUnread();
    if (this.data) this.#socket.start();
    else void this.load();
  }

  /** Leaves the front. What is loaded stays for the next time. */
  close(): void {
    this.#open = false;
    this.#socket.stop();
  }

  wake(): void {
    this.#socket.wake();
  }

  async load(): Promise<void> {
    if (this.status === 'unreachable') this.status = 'loading';
    const outcome = await this.#options.api.conversation(this.id);
    if (outcome.ok) {
      this.#options.sync(outcome.value.now);
      if (!this.data || outcome.value.head.rev > this.data.rev) this.seed(outcome.value);
    } else if (outcome.failure.kind === 'refused') {
      this.#refused(outcome.failure);
    } else if (!this.data) {
      this.status = 'unreachable';
      this.sentence = sentenceFor(outcome.failure);
    }
    this.#follow();
    // Even when loading failed: the line comes back by itself and brings everything.
    if (this.#open && this.status !== 'refused') this.#socket.start();
  }

  /** Whether the messages around one from before are shown, and not the newest ones (B-11). */
  get window(): boolean {
    return this.#window !== null;
  }

  /** Whether there are older messages than those on the screen. */
  get moreBefore(): boolean {
    return (this.#window ?? this.data)?.more ?? true;
  }

  /** Whether it is on the screen: then it has a line, and has to stay. */
  get isOpen(): boolean {
    return this.#open;
  }

  /** The messages before those on the screen. */
  async older(): Promise<void> {
    const shown = this.#window ?? this.data;
    const before = shown?.more ? positionOf(shown.messages[0]) : null;
    if (!before || this.loadingOlder) return;
    const window = this.#window !== null;
    this.loadingOlder = true;
    const outcome = await this.#options.api.history(this.id, before);
    this.loadingOlder = false;
    this.olderFailed = !outcome.ok;
    // What is on the screen may be another stretch by now.
    if (!outcome.ok || window !== this.window) return;
    if (this.#window) this.#window = takeOlder(this.#window, outcome.value);
    else if (this.data) this.data = takeHistory(this.data, outcome.value);
  }

  /** The messages after those of the window. */
  async newer(): Promise<void> {
    const after = positionOf(this.#window?.messages.at(-1));
    if (!after || this.#loadingNewer) return;
    this.#loadingNewer = true;
    const outcome = await this.#options.api.later(this.id, after);
    this.#loadingNewer = false;
    this.newerFailed = !outcome.ok;
    if (outcome.ok && this.#window) this.#look(takeNewer(this.#window, outcome.value));
  }

  /** Shows a message, with those around it where it is not loaded (B-11). */
  async centre(messageId: string): Promise<void> {
    const here = (messages: readonly Message[]): boolean => messages.some((one) => one.id === messageId);
    if (here(this.messages)) return;
    if (this.data && here(this.data.messages)) {
      this.#window = null;
      return;
    }
    const outcome = await this.#options.api.around(this.id, messageId);
    if (outcome.ok) this.#look(windowOf(outcome.value));
    else this.#options.tell(outcome.failure);
  }

  /** Shows the first message at `at` (ms) or later, or else the newest; gives its id, null where it cannot be had. */
  async from(at: number): Promise<string | null> {
    const later = (messages: readonly Message[]): string | null =>
      messages.find((message) => message.at >= at)?.id ?? null;
    const [oldest] = this.messages;
    const here = oldest && (oldest.at < at || !this.moreBefore) ? later(this.messages) : null;
    if (here !== null) return here;
    const outcome = await this.#options.api.from(this.id, at);
    if (!outcome.ok) {
      this.#options.tell(outcome.failure);
      return null;
    }
    const { messages } = outcome.value;
    this.#look(windowOf(outcome.value));
    return later(messages) ?? messages.at(-1)?.id ?? null;
  }

  /** Back to the newest messages. */
  toLatest(): void {
    this.#window = null;
    this.newerFailed = false;
  }

  /** Shows a window, as long as something lies between it and the newest stretch. */
  #look(window: Window): void {
    const data = this.data && joined(this.data, window);
    this.#window = data ? null : window;
    if (data) this.data = data;
  }

  /** Asks something of the conversation; a refusal is told. Answers whether it was done. */
  async ask(ask: Ask): Promise<boolean> {
    const body: CommandBody = { ...ask, clientId: this.#options.newId() };
    const outcome: Outcome<CommandAnswer> = await this.#options.api.command(this.id, body);
    if (outcome.ok) this.take(outcome.value);
    else this.#options.tell(outcome.failure);
    return outcome.ok;
  }

  /** What this person saw counts as read. Not a request of theirs, so a failure is not told: the next look repeats it. */
  async read(rev: number): Promise<void> {
    const body: CommandBody = { type: 'read', rev, clientId: this.#options.newId() };
    await this.#options.api.command(this.id, body);
  }

  /** Somebody writes here: colleagues and the customer are shown so. Nobody misses it when it fails. */
  async typing(): Promise<void> {
    this.#write();
    const now = performance.now();
    if (now - this.#typedAt < typingEvery) return;
    this.#typedAt = now;
    const body: CommandBody = { type: 'typing', clientId: this.#options.newId() };
    await this.#options.api.command(this.id, body);
  }

  /** A person writes as long as the fingers do not rest for long. */
  #write(): void {
    const { timers } = this.#options;
    this.writing = true;
    if (this.#writes !== null) timers.clear(this.#writes);
    this.#writes = timers.set(() => {
      this.#writes = null;
      this.writing = false;
    }, writesFor);
  }

  /** Whether this person confirmed the Human Agent rule for the window that closed last. */
  get confirmed(): boolean {
    return this.#confirmedFor !== null && this.#confirmedFor === this.head?.openedAt;
  }

  /** They wrote it themselves, not a machine. Asked once per conversation and window. */
  confirmHumanAgent(): void {
    this.#confirmedFor = this.head?.openedAt ?? null;
  }

  /** What a command answered shows at once; the frame about it follows. */
  take(answer: CommandAnswer): void {
    if (this.data && answer.message) this.data = takeMessages(this.data, [answer.message]);
    const { rev, scheduled } = answer;
    // A frame may have told of something later already.
    if (this.data && scheduled && rev >= this.data.rev) this.data = { ...this.data, scheduled };
  }

  #noteUnread(): void {
    const upTo = newestSeq(this.messages);
    this.#unread = { count: this.head?.unread ?? 0, upTo };
  }

  #hear(frame: ConversationFrame | null): void {
    if (!frame) return;
    this.#options.sync(frame.now);
    this.#heard.push(frame);
    if (this.#heard.length === 1) this.#options.paced(() => this.#takeHeard());
  }

  /** Many frames in a row change the screen once. */
  #takeHeard(): void {
    const first = this.data === null;
    const before = this.data;
    const next = this.#heard.splice(0, nextFrames(this.#heard));
    for (const frame of joinFrames(next)) this.#takeFrame(frame);
    if (this.data && first) {
      this.status = 'ready';
      this.#noteUnread();
    }
    if (before && this.data) this.#noteMarked(before, this.data);
    this.#follow();
    if (this.#heard.length > 0) this.#options.paced(() => this.#takeHeard());
  }

  #takeFrame(frame: ConversationFrame): void {
    const { data, since } = applyFrame(this.data, frame, this.#asked);
    if (frame.t === 'snapshot' || since === null) this.#asked = this.#stillAsked(frame);
    if (since !== null) this.#asked = this.#socket.send({ t: 'since', since });
    this.data = data;
    if (this.#window)
      this.#window = frame.t === 'snapshot' ? null : takeChanges(this.#window, frame.messages);
  }

  /** Unread without any news: somebody marked it, here or elsewhere. That stays until it is opened anew (B-67). */
  #noteMarked(before: ThreadData, now: ThreadData): void {
    if (before.head.unread > 0 || now.head.unread === 0) return;
    const seq = newestSeq(before.messages);
    const news = now.messages.some((message) => message.seq > seq && message.direction === 'in');
    if (!news) this.keepUnread = true;
  }

  /** An answer starts where we were or is a snapshot; a frame from beyond is news that came before the answer. */
  #stillAsked(frame: ConversationFrame): boolean {
    return this.#asked && frame.t === 'changes' && this.data !== null && frame.from > this.data.rev;
  }

  #refused(failure: Failure): void {
    if (failure.kind === 'refused' && failure.status === 401) {
      this.#options.tell(failure);
      return;
    }
    this.data = null;
    this.refuse(sentenceFor(failure));
  }

  /** The answer may be another conversation's: this one became part of that. */
  #follow(): void {
    const to = this.data?.head.id;
    if (this.#open && to !== undefined && to !== this.id) this.#options.onMoved(this.id, to);
  }

  #ended(why: End, reason: string): void {
    // The sentence is in the answer over HTTP.
    if (why === 'forbidden') void this.#afterForbidden();
    else if (why === 'moved' && reason !== '') this.#options.onMoved(this.id, reason);
    else this.#options.onEnd(why);
  }

  async #afterForbidden(): Promise<void> {
    const outcome = await this.#options.api.conversation(this.id);
    if (!outcome.ok) {
      this.#refused(outcome.failure);
      return;
    }
    // The right came back in the meantime.
    this.seed(outcome.value);
    this.#socket.stop();
    this.#options.timers.set(() => {
      if (this.#open) this.#socket.start();
    }, returnAfter);
  }
}
