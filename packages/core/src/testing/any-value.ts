import fc from "fast-check";

/** Names that tags have, or that mean something to JavaScript. */
export const telling = fc.constantFrom(
  ..."$burr value __proto__ constructor prototype toJSON then type own length message stack name".split(" "),
  ..."object bare sparse undefined number bigint date map set regexp url error".split(" "),
  ..."uint8array dataview arraybuffer class:Money class: Error DOMException".split(" "),
);

/** Text of any code units: surrogates may be alone. */
export const text = fc.oneof(fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) }), telling);

const leaf = fc.oneof(
  { weight: 4, arbitrary: text },
  fc.constantFrom(undefined, null, true, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  fc.double(),
  fc.bigInt(),
  fc.webUrl().map((url) => new URL(url)),
  fc.constantFrom(/a/, /b\/"/giu, /(?<name>[^/])/dy).map((one) => Object.assign(new RegExp(one), { lastIndex: 3 })),
  fc.string().map((message) => new RangeError(message, { cause: message })),
  fc.uint8Array().map((bytes) => bytes.buffer),
);

/** Any value that can be stored, nested, with objects that look like tags. */
export const anyValue = fc.anything({
  key: fc.oneof(text, telling),
  values: [leaf],
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  maxDepth: 4,
});
