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

/** localStorage; `onTrouble` is called when it is full or forbidden, and the page's own memory serves instead. */
export class LocalShelf implements Shelf {
  readonly #memory = new MemoryShelf();
  readonly #onTrouble: () => void;

  constructor(onTrouble: () => void) {
    this.#onTrouble = onTrouble;
  }

  get(key: string): string | null {
    return this.#memory.get(key) ?? this.#try((storage) => storage.getItem(key)) ?? null;
  }

  set(key: string, value: string): void {
    const kept = this.#try((storage) => {
      storage.setItem(key, value);
      return true;
    });
    if (kept) this.#memory.remove(key);
    else this.#memory.set(key, value);
  }

  remove(key: string): void {
    this.#memory.remove(key);
    this.#try((storage) => storage.removeItem(key));
  }

  keys(prefix: string): string[] {
    const stored = this.#try((storage) => Object.keys(storage)) ?? [];
    return [...new Set([...stored.filter((key) => key.startsWith(prefix)), ...this.#memory.keys(prefix)])];
  }

  #try<Value>(use: (storage: Storage) => Value): Value | undefined {
    try {
      return use(localStorage);
    } catch {
      this.#onTrouble();
      return undefined;
    }
  }
}
