import { valueCodec } from "../persist/codec/codec.ts";

const codec = valueCodec();

/** One way to get each error of the value codec. No message may show `secret`. */
export function codecErrorCases(secret: string) {
  return {
    "unreadable-value": {
      provoke: () => codec.decode(JSON.stringify({ key: { $burr: "class:Token", value: secret } })),
      place: /"Token"/,
      remedy: /Register its class in `classes`/,
    },
    "unserializable-value": {
      provoke: () => codec.encode({ keys: [{ secret: () => secret }] }, "state"),
      place: /state\.keys\[0\]\.secret is a function/,
      remedy: /Leave it out/,
    },
  };
}
