import { isObject } from "../parse/check.ts";
import { maxJsonDepth } from "../parse/limits.ts";
import type { PatchOperation, StatePatch } from "../patch.ts";
import { listIndex, pointerKeys } from "./pointer.ts";

/** A state as it stands in the log. */
export type LoggedState = Readonly<Record<string, unknown>>;

/**
 * The state after a patch. What the patch does not touch is shared with the state before, which stays as it was. Keys like
 * `__proto__` are keys like any other.
 *
 * @returns `undefined` when the patch does not fit: a path that is not there, or that is longer than 200 keys.
 */
export function applyPatch(state: LoggedState, patch: StatePatch): LoggedState | undefined {
  const draft = new Draft(state);
  for (const operation of patch.$patch) if (!draft.apply(operation)) return undefined;
  return isObject(draft.root) ? draft.root : undefined;
}

type Container = Record<string, unknown> | unknown[];

/** A value that is being changed: containers are copied when they are first written to. */
class Draft {
  root: unknown;
  /** The copies: only this draft knows them so far, so they may be written to. */
  readonly #own = new Set<object>();

  constructor(root: unknown) {
    this.root = root;
  }

  /** Whether the change could be made; if not, the draft is of no use any more. */
  apply(operation: PatchOperation): boolean {
    const keys = pointerKeys(operation.path);
    if (keys === undefined || keys.length > maxJsonDepth) return false;
    const key = keys.at(-1);
    if (key === undefined) {
      if (operation.op === "remove") return false;
      this.root = operation.value;
      return true;
    }
    const container = this.#open(keys);
    if (container === undefined) return false;
    return Array.isArray(container) ? changeList(container, key, operation) : changeObject(container, key, operation);
  }

  /** The container that the last of the keys is in, ready to be written to. */
  #open(keys: readonly string[]): Container | undefined {
    let container = this.#writable(this.root);
    this.root = container ?? this.root;
    for (let at = 0; at < keys.length - 1 && container !== undefined; at += 1) {
      const key = keys[at] ?? "";
      const index = Array.isArray(container) ? existingIndex(container, key) : key;
      if (index === undefined || !Object.hasOwn(container, index)) return undefined;
      const before = Reflect.get(container, index) as unknown;
      const inside = this.#writable(before);
      if (inside !== undefined && inside !== before) put(container, index, inside);
      container = inside;
    }
    return container;
  }

  #writable(value: unknown): Container | undefined {
    if (typeof value !== "object" || value === null) return undefined;
    if (this.#own.has(value)) return value as Container; // One of our own copies.
    const copy: Container = Array.isArray(value) ? [...(value as readonly unknown[])] : { ...value };
    this.#own.add(copy);
    return copy;
  }
}

function existingIndex(list: readonly unknown[], key: string): number | undefined {
  const index = listIndex(key, list.length);
  return index === list.length ? undefined : index;
}

function changeList(list: unknown[], key: string, operation: PatchOperation): boolean {
  if (operation.op === "add") {
    const at = key === "-" ? list.length : listIndex(key, list.length);
    if (at === undefined) return false;
    if (at === list.length) list.push(operation.value);
    else list.splice(at, 0, operation.value);
    return true;
  }
  const at = existingIndex(list, key);
  if (at === undefined) return false;
  if (operation.op === "remove") list.splice(at, 1);
  else list[at] = operation.value;
  return true;
}

function changeObject(object: Record<string, unknown>, key: string, operation: PatchOperation): boolean {
  if (operation.op !== "add" && !Object.hasOwn(object, key)) return false;
  if (operation.op === "remove") return Reflect.deleteProperty(object, key);
  put(object, key, operation.value);
  return true;
}

/** Sets an own property, also if an inherited setter has that name (`__proto__`), which an assignment would call. */
function put(container: Container, key: string | number, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true });
  } else Reflect.set(container, key, value);
}
