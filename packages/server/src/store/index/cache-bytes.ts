import { Buffer } from "node:buffer";

/** Something that is kept in a cache: what JSON holds, and plain bytes. */
export interface CacheContent {
  readonly json: unknown;
  readonly parts: readonly Uint8Array[];
}

/** What `pack` puts together: a part may itself come in pieces. */
export interface PackedContent {
  readonly json: unknown;
  readonly parts: readonly (readonly Uint8Array[])[];
}

const magic = Buffer.from("BURRIDX1");

/** Before the text: the magic, the length of the text, the checksum of what is behind it. */
const headLength = magic.length + 8;

/**
 * Content as bytes that tell whether they are whole: from another version, cut off, or with one bit changed, `unpack` refuses them.
 *
 * @param version - Of what is in there; any text.
 */
export function pack(version: string, { json, parts }: PackedContent): Uint8Array {
  const lengths = parts.map((pieces) => pieces.reduce((sum, { length }) => sum + length, 0));
  const text = Buffer.from(JSON.stringify({ version, lengths, json }));
  const packed = Buffer.concat([magic, Buffer.alloc(8), text, ...parts.flat()]);
  packed.writeUInt32LE(text.length, magic.length);
  packed.writeUInt32LE((checksum(packed.subarray(headLength)) ^ text.length) >>> 0, magic.length + 4);
  return packed;
}

/** What `pack` was given; `undefined` when that cannot be told. */
export function unpack(version: string, bytes: Uint8Array): CacheContent | undefined {
  const packed = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (packed.length < headLength || !packed.subarray(0, magic.length).equals(magic)) return undefined;
  const textLength = packed.readUInt32LE(magic.length);
  const sum = (checksum(packed.subarray(headLength)) ^ textLength) >>> 0;
  if (sum !== packed.readUInt32LE(magic.length + 4)) return undefined;
  const textEnd = headLength + textLength;
  try {
    // The checksum tells that it is what `pack` has written.
    const header = JSON.parse(packed.subarray(headLength, textEnd).toString()) as {
      readonly version: string;
      readonly lengths: readonly number[];
      readonly json: unknown;
    };
    if (header.version !== version) return undefined;
    let at = textEnd;
    const parts = header.lengths.map((length) => packed.subarray(at, (at += length)));
    return { json: header.json, parts };
  } catch {
    return undefined;
  }
}

/** A number that differs when bytes do, as far as accidents go. */
export function checksum(bytes: Uint8Array): number {
  const { buffer, byteOffset, length } = wordAligned(bytes);
  const words = new Int32Array(buffer, byteOffset, length >> 2);
  let one = 0x811c_9dc5 ^ length;
  let other = 0;
  for (let at = 0; at < words.length; at += 1) {
    one = Math.imul(one ^ (words[at] ?? 0), 0x0100_0193);
    one ^= one >>> 15;
    other = (other + one) | 0;
  }
  for (const byte of bytes.subarray(words.length * 4)) one = Math.imul(one ^ byte, 0x0100_0193);
  return (one ^ other) >>> 0;
}

/** The same bytes where words can be read. */
function wordAligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
}
