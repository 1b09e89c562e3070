/**
 * The name of the class of the language that `value` is of by its `constructor`, in whichever realm: a frame and a `vm`
 * context have a `Map` of their own. `undefined` for objects of other classes, those that extend one of them among them.
 */
export function nativeName(value: object): string | undefined {
  // Fake clocks give it to each date, Node.js to the prototype of its own errors.
  const type = ownConstructor(value) ?? ownConstructor(Object.getPrototypeOf(value));
  if (type === undefined) return undefined;
  return /^function (\w+)\(\) \{\s+\[native code\]\s+\}$/.exec(Function.prototype.toString.call(type))?.[1];
}

/** A class that some runtimes do not have. Throws where it is missing. */
export function globalClass(name: string): new (...args: readonly unknown[]) => unknown {
  const type: unknown = Reflect.get(globalThis, name);
  if (typeof type !== "function") throw new TypeError(`This runtime has no ${name}.`);
  return type as new () => unknown; // our names are those of classes
}

/** The prototype of a class of this realm; `undefined` where it is missing. */
export function globalPrototype(name: string): object | undefined {
  const type: unknown = Reflect.get(globalThis, name);
  const prototype: unknown = typeof type === "function" ? type.prototype : undefined;
  return typeof prototype === "object" && prototype !== null ? prototype : undefined;
}

function ownConstructor(value: unknown): object | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, "constructor")) return undefined;
  const type: unknown = Reflect.get(value, "constructor");
  return typeof type === "function" ? type : undefined;
}
