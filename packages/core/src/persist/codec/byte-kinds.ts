import { fromBase64, toBase64 } from "./base64.ts";
import { globalClass } from "./realm.ts";
import { type Kind, kind, succeeds } from "./tagged.ts";
import { storedText } from "./unreadable.ts";

/** Plain memory, as base64. */
export const arrayBufferKind: Kind = kind({
  tag: "arraybuffer",
  is: (value): value is ArrayBuffer => succeeds(() => bytesOf(value)),
  encode: (buffer) => toBase64(bytesOf(buffer)),
  decode: (stored) => fromBase64(storedText(stored)).buffer,
});

/** Views of memory by the name of their class, as base64 of what they show. They come back with memory of their own. */
export const viewKinds: readonly (readonly [name: string, kind: Kind])[] = [
  "DataView",
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float16Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
].map((name) => [name, viewKind(name)]);

function viewKind(name: string): Kind {
  return kind({
    tag: name.toLowerCase(),
    is: (value): value is ArrayBufferView =>
      ArrayBuffer.isView(value) && nameOf(value) === name && succeeds(() => bytesOfView(value)),
    encode: (view) => toBase64(bytesOfView(view)),
    decode(stored) {
      const view: unknown = Reflect.construct(globalClass(name), [fromBase64(storedText(stored)).buffer]);
      if (ArrayBuffer.isView(view)) return view;
      throw new TypeError("This is no view.");
    },
  });
}

/** The class of a view, whatever its prototype and realm. */
function nameOf(view: ArrayBufferView): unknown {
  return Reflect.get(Uint8Array.prototype, Symbol.toStringTag, view) ?? "DataView";
}

function bytesOfView({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return bytesOf(buffer).subarray(byteOffset, byteOffset + byteLength);
}

/** Throws for what is no such memory, or is shared, or was sent to another thread. */
function bytesOf(memory: object): Uint8Array {
  Reflect.get(ArrayBuffer.prototype, "byteLength", memory);
  return new Uint8Array(memory as ArrayBuffer); // or the line above has thrown
}
