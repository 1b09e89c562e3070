import { BurrError } from "../../errors.ts";
import { quotedName } from "./path.ts";

/** Why a value cannot be stored. */
export interface Refusal {
  /** For programs. */
  readonly kind: string;
  /** What is there, and the remedy: two sentences that go on after "… is". */
  readonly text: string;
}

/** What says that the value at `path` cannot be stored. Never shows it. */
export function unserializable(
  path: string,
  { kind, text }: Refusal,
  options?: ErrorOptions,
): BurrError<"unserializable-value"> {
  return new BurrError("unserializable-value", `${path} is ${text}`, { path, kind }, options);
}

/** A function. */
export const functionRefusal: Refusal = {
  kind: "function",
  text: "a function, which cannot be stored. Leave it out, and store what it is found by, such as a name.",
};

/** A symbol. */
export const symbolRefusal: Refusal = {
  kind: "symbol",
  text: "a symbol, which cannot be stored. Use a string.",
};

/** A property whose key is a symbol. */
export const symbolKeyRefusal: Refusal = {
  kind: "symbol key",
  text: "a property with a symbol as its key, which cannot be stored. Use a string.",
};

/** A property of a list, a date or such. */
export const extraPropertyRefusal: Refusal = {
  kind: "extra property",
  text: "an extra property of a list, a date, a map or such, which cannot be stored. Store it under a key of its own.",
};

/** An object inside of itself; `outer` is the path of its first place. */
export function cycleRefusal(outer: string): Refusal {
  return { kind: "cycle", text: `the object that it stands in: ${outer}. Store an id in its place.` };
}

/** More than `levels` objects in each other. */
export function nestingRefusal(levels: number): Refusal {
  const text = `deeper than ${levels} levels, which cannot be stored. Store a list of items that name each other by id.`;
  return { kind: "deep nesting", text };
}

/** An object that has the class of a kind that we know, and is none. */
export function lookalikeRefusal(value: object): Refusal {
  const name = className(value) ?? "object";
  const cause = "it is a proxy, its memory is shared or was given away, or Object.create() made it";
  return { kind: `instance of ${name}`, text: `no ${name} that can be read: ${cause}. Store a copy.` };
}

/** An instance of any other class. */
export function classRefusal(value: object): Refusal {
  const name = className(value);
  if (name === undefined) {
    const text = "an object that inherits from another object, which cannot be stored. Store a copy: { ...value }.";
    return { kind: "inheriting object", text };
  }
  if (name === "") {
    const text = "an instance of a class without a name, which cannot be stored. Store plain data.";
    return { kind: "instance of a class without a name", text };
  }
  const shown = isWord(name) ? name : quotedName(name);
  return { kind: `instance of ${shown}`, text: `an instance of ${shown}, which cannot be stored. ${remedyFor(name)}.` };
}

/** An instance whose codec threw. */
export function codecRefusal(value: object): Refusal {
  const { kind } = classRefusal(value);
  return { kind, text: `an ${kind} that encode() of its codec failed on. Its error is the \`cause\`.` };
}

function remedyFor(name: string): string {
  const known = remedies.get(name);
  if (known !== undefined) return known;
  if (/(?:Generator|Iterator)$/.test(name)) return "Store the items that it gives";
  if (!isWord(name)) return "Store plain data";
  const codec = `classCodec({ name: ${quotedName(name)}, type: ${name}, encode, decode })`;
  return `Store plain data, or register the class in \`classes\`: ${codec}`;
}

function isWord(name: string): boolean {
  return /^[\w$]{1,60}$/.test(name);
}

const remedies: ReadonlyMap<string, string> = new Map([
  ["Boolean", "Store the primitive: value.valueOf()"],
  ["Number", "Store the primitive: value.valueOf()"],
  ["String", "Store the primitive: value.valueOf()"],
  ["Symbol", "Use a string"],
  ["BigInt", "Store the primitive: value.valueOf()"],
  ["Buffer", "Store its bytes: new Uint8Array(buffer)"],
  ["Promise", "Wait for it with `await`, and store what it gives"],
  ["SharedArrayBuffer", "Store a copy of its bytes"],
  ["URLSearchParams", "Store its text: String(value)"],
  ["WeakMap", "Use a Map"],
  ["WeakRef", "Store what it leads to"],
  ["WeakSet", "Use a Set"],
]);

/** The name of the class of an object, empty if the class has none; `undefined` for what inherits from a plain object. */
function className(value: object): string | undefined {
  for (let one: unknown = Object.getPrototypeOf(value); typeof one === "object" && one !== null;) {
    const type: unknown = Object.getOwnPropertyDescriptor(one, "constructor")?.value;
    const name: unknown = typeof type === "function" ? type.name : undefined;
    const next: unknown = Object.getPrototypeOf(one);
    if (typeof name === "string" && next !== null) return name;
    one = next;
  }
  // Generators, and other objects whose class has no function.
  const shown = Object.prototype.toString.call(value).slice("[object ".length, -1);
  return shown === "Object" ? undefined : shown;
}
