/** The Opus packets of a WebM recording (Matroska, RFC 9559). Pure. */

/** What is inside of an Opus track: its head (RFC 7845, section 5.1) and its packets, in order. */
export type OpusTrack = { readonly head: Uint8Array; readonly packets: readonly Uint8Array[] };

/** Elements that hold others are entered; of all others only these are looked at. */
const containers = new Set([0x18538067, 0x1654ae6b, 0xae, 0x1f43b675, 0xa0]);
const codecPrivate = 0x63a2;
const blocks = new Set([0xa1, 0xa3]);

type Number = { readonly value: number; readonly length: number };

/** A number of one to eight bytes; its first byte says how many. `keep`: with the bits that say so, as ids are written. */
function numberAt(bytes: Uint8Array, at: number, keep: boolean): Number | null {
  const first = bytes[at] ?? 0;
  const length = Math.clz32(first) - 23;
  if (length < 1 || length > 8 || at + length > bytes.length) return null;
  let value = keep ? first : first & (0xff >> length);
  for (let index = 1; index < length; index += 1) value = value * 256 + (bytes[at + index] ?? 0);
  return { value, length };
}

/** The frames of a block; null when several are laced into one, as browsers never do. */
function packetOf(block: Uint8Array): Uint8Array | null {
  const track = numberAt(block, 0, false);
  const flags = track && block[track.length + 2];
  if (!track || flags === undefined || flags === null || (flags & 0x06) !== 0) return null;
  return block.subarray(track.length + 3);
}

/** Reads a recording with one Opus track; null when it is none. What was cut off at its end is left out. */
export function opusTrack(bytes: Uint8Array): OpusTrack | null {
  let head: Uint8Array | null = null;
  const packets: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const id = numberAt(bytes, at, true);
    const size = id && numberAt(bytes, at + id.length, false);
    if (!id || !size) break;
    const from = at + id.length + size.length;
    if (containers.has(id.value)) {
      // Their ends do not matter, and recorders do not know them.
      at = from;
      continue;
    }
    at = from + size.value;
    if (at > bytes.length) break;
    if (id.value === codecPrivate) head = bytes.subarray(from, at);
    if (!blocks.has(id.value)) continue;
    const packet = packetOf(bytes.subarray(from, at));
    if (!packet) return null;
    packets.push(packet);
  }
  const isOpus = head !== null && new TextDecoder().decode(head.subarray(0, 8)) === 'OpusHead';
  return head && isOpus && packets.length > 0 ? { head, packets } : null;
}
