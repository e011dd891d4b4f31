/** Conversations that change by chance, and what each change tells the Inbox object. */
import type { Head } from '#domain/head.ts';
import type { Published } from '../../worker/inbox/published.ts';
import { agents, conversations, groups } from '../list/people.ts';
import { chanceFrom } from '../parts/numbers.ts';

export class Town {
  readonly heads: Head[];
  readonly #chance = chanceFrom(7);

  constructor(count: number) {
    this.heads = [...conversations(count)].map(({ head }) => ({
      ...head,
      rev: 1,
      archived: this.#chance() < 0.2,
    }));
  }

  /** Every conversation for the first time. */
  first(): Published[] {
    return this.heads.map((head) => ({ head, was: null, dueAt: null, said: [], unsaid: [] }));
  }

  /** One conversation, changed as conversations change: mostly by a message. */
  next(now: number): Published {
    const index = this.#below(this.heads.length);
    const before = this.heads[index] as Head;
    const kind = this.#chance();
    const message = {
      message: crypto.randomUUID(),
      at: now,
      text: `message ${this.#below(5000)} of ${before.name}`,
    };
    const head = this.#changed(before, kind, { now, text: message.text });
    this.heads[index] = head;
    const { assignee, groupId } = before;
    return {
      head,
      was: { assignee, groupId },
      dueAt: head.windowExpiresAt,
      said: kind < 0.7 ? [message] : [],
      unsaid: [],
    };
  }

  #changed(before: Head, kind: number, { now, text }: { now: number; text: string }): Head {
    const head = { ...before, rev: before.rev + 1 };
    if (kind < 0.7) {
      const preview = { kind: 'text' as const, text, direction: 'in' as const, at: now };
      const unread = before.unread + 1;
      return {
        ...head,
        lastAt: now,
        openedAt: now,
        windowExpiresAt: now + 86_400_000,
        preview,
        unread,
        archived: false,
        waitingSince: before.waitingSince ?? now,
      };
    }
    if (kind < 0.8) return { ...head, unread: 0 };
    if (kind < 0.9)
      return { ...head, assignee: this.#pick([null, ...agents]), groupId: this.#pick([null, ...groups]) };
    if (kind < 0.95) return { ...head, archived: !before.archived };
    return { ...head, tags: [`tag-${this.#below(50)}`] };
  }

  #below(limit: number): number {
    return Math.floor(this.#chance() * limit);
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.#below(from.length)] as T;
  }
}
