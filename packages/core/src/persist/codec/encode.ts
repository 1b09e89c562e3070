import { isBurrError } from "../../errors.ts";
import { builtInKind } from "./built-ins.ts";
import type { ClassKinds } from "./class-kinds.ts";
import { errorKind } from "./error-kind.ts";
import { isPlainNumber } from "./is-plain.ts";
import { type Hop, pathText, quotedName } from "./path.ts";
import { taggedBigint, taggedNumber, taggedUndefined } from "./primitives.ts";
import { nativeName } from "./realm.ts";
import * as refusals from "./refusal.ts";
import { taggedBare, taggedObject, taggedSparse } from "./structures.ts";
import { type Kind, maxDepth, tagged, tagKey, type Writer } from "./tagged.ts";

/** The JSON text of any value that can be stored. Throws `unserializable-value` for all others. */
export function writeTagged(value: unknown, path: string, classes: ClassKinds): string {
  return JSON.stringify(new TagWriter(path, classes).write(value));
}

/** Makes plain JSON of one value. What is plain already goes over as it is, not copied. */
class TagWriter implements Writer {
  readonly #root: string;
  readonly #classes: ClassKinds;
  /** From the root to the value at hand. */
  readonly #hops: Hop[] = [];
  /** The objects that the value at hand stands in, each with the number of hops that lead to it. */
  readonly #around = new Map<object, number>();

  constructor(root: string, classes: ClassKinds) {
    this.#root = root;
    this.#classes = classes;
  }

  readonly part = (value: unknown, hop: Hop): unknown => {
    if (typeof value === "string") return value;
    this.#hops.push(hop);
    const json = this.write(value);
    this.#hops.pop();
    return json;
  };

  write(value: unknown): unknown {
    switch (typeof value) {
      case "number":
        return isPlainNumber(value) ? value : taggedNumber(value);
      case "bigint":
        return taggedBigint(value);
      case "undefined":
        return taggedUndefined();
      case "function":
        return this.#refuse(refusals.functionRefusal);
      case "symbol":
        return this.#refuse(refusals.symbolRefusal);
      case "object":
        return value === null ? null : this.#object(value);
      default:
        return value;
    }
  }

  #object(value: object): unknown {
    const outer = this.#around.get(value);
    if (outer !== undefined) {
      this.#refuse(refusals.cycleRefusal(pathText(this.#root, this.#hops.slice(0, outer))));
    }
    if (this.#around.size === maxDepth) this.#refuse(refusals.nestingRefusal(maxDepth));
    this.#around.set(value, this.#hops.length);
    const json = this.#byPrototype(value, Object.getPrototypeOf(value));
    this.#around.delete(value);
    return json;
  }

  /** The very class decides, and what was registered comes before what is built in: a subclass would come back as less. */
  #byPrototype(value: object, prototype: unknown): unknown {
    if (prototype === Object.prototype) return this.#plain(value);
    if (prototype === null) return taggedBare(this.#members(value));
    if (prototype === Array.prototype && Array.isArray(value)) return this.#list(value);
    const own = this.#classes.byPrototype.get(prototype);
    if (own !== undefined) return this.#instance(value, own);
    const builtIn = builtInKind(value);
    if (builtIn !== undefined) return this.#builtIn(value, builtIn);
    // Of another realm.
    const name = nativeName(value);
    if (name === "Array" && Array.isArray(value)) return this.#list(value);
    if (name === "Object" && Object.getPrototypeOf(prototype) === null) return this.#plain(value);
    return this.#refuse(refusals.classRefusal(value));
  }

  #plain(value: object): object {
    const members = this.#members(value);
    return Object.hasOwn(value, tagKey) ? taggedObject(members) : members;
  }

  #members(value: object): object {
    this.#checkSymbols(value);
    // A hidden toJSON() would be called.
    let copy: Record<string, unknown> | undefined = "toJSON" in value ? { ...value } : undefined;
    for (const key of Object.keys(value)) {
      const item: unknown = value[key as never]; // a key of it
      const json = this.part(item, key);
      // Whatever the keys are: the copy has them all, so that none is set in its prototype.
      if (json !== item) (copy ??= { ...value })[key] = json;
    }
    return copy ?? value;
  }

  #list(list: readonly unknown[]): object {
    this.#checkSymbols(list);
    const keys = Object.keys(list);
    this.#checkExtra(keys.at(-1), list.length);
    if (keys.length < list.length) {
      return taggedSparse(
        list.length,
        keys.map(Number).map((index) => [index, this.part(list[index], index)]),
      );
    }
    let copy: unknown[] | undefined = "toJSON" in list ? [...list] : undefined;
    for (const [index, item] of list.entries()) {
      const json = this.part(item, index);
      if (json !== item) (copy ??= [...list])[index] = json;
    }
    return copy ?? list;
  }

  #builtIn(value: object, kind: Kind): object {
    this.#checkSymbols(value);
    // Errors are stored with theirs, and those of views are their items.
    if (kind !== errorKind && !ArrayBuffer.isView(value)) this.#checkExtra(Object.keys(value)[0], 0);
    const json = kind.encode(value, this);
    return json === undefined ? this.#refuse(refusals.lookalikeRefusal(value)) : tagged(kind.tag, json);
  }

  #instance(value: object, kind: Kind): object {
    try {
      return tagged(kind.tag, kind.encode(value, this));
    } catch (error) {
      if (isBurrError(error) && error.code === "unserializable-value") throw error;
      const path = pathText(this.#root, this.#hops);
      throw refusals.unserializable(path, refusals.codecRefusal(value), { cause: error });
    }
  }

  #checkSymbols(value: object): void {
    const symbol = Object.getOwnPropertySymbols(value).find((key) =>
      Object.prototype.propertyIsEnumerable.call(value, key),
    );
    if (symbol === undefined) return;
    this.#hops.push({ shown: `[Symbol(${quotedName(symbol.description ?? "")})]` });
    this.#refuse(refusals.symbolKeyRefusal);
  }

  /** Refuses a key that is none of the indexes below `length`. */
  #checkExtra(key: string | undefined, length: number): void {
    if (key === undefined || (/^(0|[1-9]\d*)$/.test(key) && Number(key) < length)) return;
    this.#hops.push(key);
    this.#refuse(refusals.extraPropertyRefusal);
  }

  #refuse(refusal: refusals.Refusal): never {
    throw refusals.unserializable(pathText(this.#root, this.#hops), refusal);
  }
}
