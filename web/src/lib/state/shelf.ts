/** A small store of texts on this device. */
export type Shelf = {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(prefix: string): string[];
};

/** A shelf that lasts as long as the page: for tests, and where the browser keeps nothing. */
export class MemoryShelf implements Shelf {
  readonly #texts = new Map<string, string>();

  get(key: string): string | null {
    return this.#texts.get(key) ?? null;
  }

  set(key: string, value: string): void {
    this.#texts.set(key, value);
  }

  remove(key: string): void {
    this.#texts.delete(key);
  }

  keys(prefix: string): string[] {
    return [...this.#texts.keys()].filter((key) => key.startsWith(prefix));
  }
}

/** Why this device keeps something no longer than the page: there is no room, or the browser forbids it. */
export type ShelfTrouble = 'full' | 'forbidden';

/**
 * localStorage, and not IndexedDB: what is written is written when the call returns, so a message is kept before its
 * request leaves, and a key that was pressed is not lost in a transaction that a crash cuts off. A draft of the largest
 * kind weighs some ten kB of the five MB or more that browsers give.
 * Where it is full or forbidden, `onTrouble` is called and the page's own memory serves instead.
 */
export class LocalShelf implements Shelf {
  readonly #memory = new MemoryShelf();
  readonly #onTrouble: (trouble: ShelfTrouble) => void;

  constructor(onTrouble: (trouble: ShelfTrouble) => void) {
    this.#onTrouble = onTrouble;
  }

  /** Whether something would be gone with this page. */
  get fragile(): boolean {
    return this.#memory.keys('').length > 0;
  }

  get(key: string): string | null {
    return this.#memory.get(key) ?? this.#try((storage) => storage.getItem(key)) ?? null;
  }

  set(key: string, value: string): void {
    if (this.#keep(key, value)) this.#memory.remove(key);
    else this.#memory.set(key, value);
  }

  remove(key: string): void {
    this.#memory.remove(key);
    this.#try((storage) => storage.removeItem(key));
    this.#makeUp();
  }

  keys(prefix: string): string[] {
    const stored = this.#try((storage) => Object.keys(storage)) ?? [];
    return [...new Set([...stored.filter((key) => key.startsWith(prefix)), ...this.#memory.keys(prefix)])];
  }

  /** Forgets all that is a person's own: everything is kept as `casement:<what>:<person>:…`. */
  wipe(personId: string): void {
    for (const key of this.keys('casement:')) if (key.split(':')[2] === personId) this.remove(key);
  }

  #keep(key: string, value: string): boolean {
    const kept = this.#try((storage) => {
      storage.setItem(key, value);
      return true;
    });
    return kept === true;
  }

  /** There may be room now for what had none. */
  #makeUp(): void {
    for (const key of this.#memory.keys('')) {
      const value = this.#memory.get(key);
      if (value === null || !this.#keep(key, value)) return;
      this.#memory.remove(key);
    }
  }

  #try<Value>(use: (storage: Storage) => Value): Value | undefined {
    try {
      return use(localStorage);
    } catch (failure) {
      const full = failure instanceof DOMException && failure.name === 'QuotaExceededError';
      this.#onTrouble(full ? 'full' : 'forbidden');
      return undefined;
    }
  }
}
