import { globalClass, globalPrototype, nativeName } from "./realm.ts";
import { type Kind, kind, succeeds, type Writer } from "./tagged.ts";
import { storedRecord, storedText } from "./unreadable.ts";

/** The classes of errors that the language has, and `DOMException`. */
export const errorNames: readonly string[] = [
  "Error",
  "AggregateError",
  "DOMException",
  "EvalError",
  "RangeError",
  "ReferenceError",
  "SuppressedError",
  "SyntaxError",
  "TypeError",
  "URIError",
];

/** Errors of those classes: the name of the class, the properties that are hidden, and in `own` all others. */
export const errorKind: Kind = kind({
  tag: "error",
  is: (value): value is Error => isDomException(value) || Object.prototype.toString.call(value) === "[object Error]",
  encode(error, writer) {
    const type = typeOf(error);
    return { type, ...hiddenOf(error, type, writer), own: ownOf(error, writer) };
  },
  decode(stored, reader) {
    const { type, own, ...hidden } = storedRecord(stored);
    const error = newError(type, hidden);
    for (const [key, value] of Object.entries(hidden)) {
      if (!hiddenNames.includes(key)) throw new TypeError("This is no part of an error.");
      if (!isInside(type, key)) define(error, key, { value: reader.part(value), enumerable: false });
    }
    const members = own === undefined ? {} : reader.members(own);
    for (const [key, value] of Object.entries(members)) define(error, key, { value, enumerable: true });
    return error;
  },
});

function typeOf(error: Error): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(error);
  return errorNames.find((name) => globalPrototype(name) === prototype) ?? nativeName(error);
}

const hiddenNames = ["name", "message", "stack", "cause", "errors", "error", "suppressed"];

function hiddenOf(error: Error, type: unknown, writer: Writer): Record<string, unknown> {
  const hidden: Record<string, unknown> = {};
  for (const key of hiddenNames) {
    const isOwn = Object.hasOwn(error, key) && !Object.prototype.propertyIsEnumerable.call(error, key);
    if (isOwn || isInside(type, key)) hidden[key] = writer.part(Reflect.get(error, key), key);
  }
  // Some engines keep it in the prototype.
  if (hidden["stack"] === undefined && typeof error.stack === "string") hidden["stack"] = error.stack;
  return hidden;
}

function ownOf(error: Error, { part }: Writer): object | undefined {
  const own = Object.keys(error).filter((key) => "value" in (Object.getOwnPropertyDescriptor(error, key) ?? {}));
  if (own.length === 0) return undefined;
  return Object.fromEntries(own.map((key) => [key, part(Reflect.get(error, key), key)]));
}

/** An error without any property of its own. */
function newError(type: unknown, { message, name }: Record<string, unknown>): Error {
  const className = storedText(type);
  if (!errorNames.includes(className)) throw new TypeError("This is no class of errors.");
  // An AggregateError needs a list; what the others make of it goes away with all else.
  const values = className === "DOMException" ? [storedText(message), storedText(name)] : [[]];
  const error = Reflect.construct(globalClass(className), values) as Error; // of one of the classes above
  for (const key of Reflect.ownKeys(error)) Reflect.deleteProperty(error, key);
  return error;
}

function define(error: Error, key: string, descriptor: PropertyDescriptor): void {
  Object.defineProperty(error, key, { ...descriptor, writable: true, configurable: true });
}

/** True for what a `DOMException` has inside of itself, not as a property. */
function isInside(type: unknown, key: string): boolean {
  return type === "DOMException" && (key === "name" || key === "message");
}

function isDomException(value: object): boolean {
  const prototype = globalPrototype("DOMException");
  return prototype !== undefined && succeeds(() => Reflect.get(prototype, "code", value));
}
