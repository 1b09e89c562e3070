import { readFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
import { BurrError } from "@burrjs/core";
import { classCodec } from "@burrjs/core/persist";

/** An instance of a class with a codec. */
export class Point {
  readonly x: number;

  constructor(x: number) {
    this.x = x;
  }
}

/** An instance of a class whose codec cannot read it in some threads. */
export class Picky {
  readonly unreadableIn: "main" | "others";

  constructor(unreadableIn: "main" | "others") {
    this.unreadableIn = unreadableIn;
  }
}

/** The codecs that threads import. */
export const classes = [
  classCodec({ name: "Point", type: Point, encode: ({ x }) => x, decode: (x) => new Point(Number(x)) }),
  classCodec({
    name: "Picky",
    type: Picky,
    encode: ({ unreadableIn }) => unreadableIn,
    decode(unreadableIn) {
      if (unreadableIn === (isMainThread ? "main" : "others")) throw new TypeError("Not here.");
      return new Picky(isMainThread ? "others" : "main");
    },
  }),
];

/** An error of a class that nobody has registered. */
export class OwnError extends Error {
  override readonly name = "OwnError";
  readonly status = 503;
  readonly retry = (): void => {};
}

const cyclic = new OwnError("Cyclic.");
cyclic.cause = cyclic;

/** What tasks throw, by name. */
export const things = {
  own: () => new OwnError("Own.", { cause: new OwnError("Inner.") }),
  burr: () => new BurrError("invalid-option", "Ours.", { option: "a" }, { cause: new OwnError("Cause.") }),
  aggregate: () => new AggregateError([new OwnError("One."), 2], "All."),
  cyclic: () => cyclic,
  text: () => "text",
  data: () => ({ code: 7 }),
  function: () => () => {},
  unreadable: () => new Proxy(new Error("Hidden."), { get: () => { throw new Error("No."); } }), // prettier-ignore
  system: () => {
    try {
      return readFileSync("/no/such/file");
    } catch (error) {
      return error;
    }
  },
};
