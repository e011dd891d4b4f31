/** Small helpers for writing file formats by hand. */

/** ASCII text as bytes. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** All parts one after the other. */
export function joined(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** An unsigned number in `width` bytes, most significant first. */
export function big(value: number, width = 4): Uint8Array {
  return Uint8Array.from({ length: width }, (_, index) => (value / 256 ** (width - 1 - index)) & 255);
}

/** An unsigned number in `width` bytes, least significant first. */
export function little(value: number, width = 4): Uint8Array {
  return big(value, width).reverse();
}

/** Writes bits, the most significant of a value first (`msb`) or the least (`lsb`). */
export class Bits {
  readonly #order: 'msb' | 'lsb';
  readonly #bytes: number[] = [];
  #filled = 0;

  constructor(order: 'msb' | 'lsb') {
    this.#order = order;
  }

  put(value: number, width: number): this {
    for (let index = 0; index < width; index += 1) {
      const shift = this.#order === 'msb' ? width - 1 - index : index;
      this.#bit((value >>> shift) & 1);
    }
    return this;
  }

  /** H.264's unsigned Exp-Golomb code. */
  golomb(value: number): this {
    const width = 32 - Math.clz32(value + 1);
    return this.put(0, width - 1).put(value + 1, width);
  }

  /** Whole bytes; the stream must stand at the beginning of one. */
  whole(bytes: Uint8Array): this {
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }

  /** Zeros up to the next whole byte. */
  align(): this {
    this.#filled = 0;
    return this;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.#bytes);
  }

  #bit(bit: number): void {
    if (this.#filled === 0) this.#bytes.push(0);
    const place = this.#order === 'msb' ? 7 - this.#filled : this.#filled;
    const last = this.#bytes.length - 1;
    this.#bytes[last] = (this.#bytes[last] ?? 0) | (bit << place);
    this.#filled = (this.#filled + 1) % 8;
  }
}
