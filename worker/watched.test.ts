import { describe, expect, it, vi } from 'vitest';
import { watched } from './watched.ts';

/** A database as D1 is built: statements that give themselves, and answer by promise. */
class Statement {
  #words: readonly unknown[] = [];
  readonly text = 'SELECT';

  bind(...words: readonly unknown[]): Statement {
    this.#words = words;
    return this;
  }

  async all(): Promise<readonly unknown[]> {
    if (this.#words.includes('broken')) throw new Error('broken');
    return this.#words;
  }
}
const database = {
  name: 'db',
  prepare: () => new Statement(),
  batch: async (statements: readonly Statement[]) => statements.map(({ text }) => text),
};

describe('a watched binding', () => {
  it('is what it was', async () => {
    const failed = vi.fn();
    const db = watched(database, failed);
    expect(db.name).toBe('db');
    expect(await db.prepare().bind(1, 2).all()).toEqual([1, 2]);
    expect(await db.batch([db.prepare()])).toEqual(['SELECT']);
    expect(failed).not.toHaveBeenCalled();
  });

  it('tells of every failure, also of what its methods gave, and still fails', async () => {
    const failed = vi.fn();
    const db = watched(database, failed);
    await expect(db.prepare().bind('broken').all()).rejects.toThrow('broken');
    expect(failed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: 'broken' }));
  });
});
