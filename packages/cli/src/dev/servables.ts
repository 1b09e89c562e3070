import type { Servable, ServedApp } from "@burrjs/tracker/runner";
import { isObject } from "@burrjs/protocol";

/** What is served, and by which export it is had; of one in a list or an object there is none. */
export interface ExportedServable {
  readonly servable: Servable;
  readonly name?: string;
}

/**
 * What of a module is served: an application, a function or a builder that makes one, or several of these in a list or an object.
 *
 * @param members - What the module exports.
 * @param name - Which export; empty: the default one, or else all applications and builders that are exported.
 * @returns What `serveRunner()` takes, with the names.
 * @throws `TypeError` that says what the module has instead.
 */
export function servablesOf(members: Readonly<Record<string, unknown>>, name: string): readonly ExportedServable[] {
  if (name !== "" && !Object.hasOwn(members, name))
    throw new TypeError(`The module exports no "${name}". ${listed(members)}`);
  const chosen = name === "" && Object.hasOwn(members, "default") ? "default" : name;
  if (chosen !== "") return servablesIn(members[chosen], chosen);
  // A function is asked for an application only when somebody has named it: it may be any.
  const found = Object.entries(members).flatMap(([key, value]) => {
    const servable = typeof value === "function" ? undefined : servableOf(value);
    return servable === undefined ? [] : [{ servable, name: key }];
  });
  if (found.length > 0) return found;
  throw new TypeError(
    `The module exports no application. ${listed(members)} A function that makes one has to be named: ./app.ts#makeApp.`,
  );
}

function servablesIn(value: unknown, name: string): readonly ExportedServable[] {
  const servable = servableOf(value);
  if (servable !== undefined) return [{ servable, name }];
  const what = name === "default" ? "The default export" : `"${name}"`;
  if (isGraph(value) || (!Array.isArray(value) && !isPlain(value)))
    throw new TypeError(`${what} is no application: ${kindOf(value)}.`);
  const all = Object.entries(value).map(([key, inner]) => {
    const member = servableOf(inner);
    if (member === undefined) throw new TypeError(`"${key}" of ${what} is no application: ${kindOf(inner)}.`);
    return { servable: member };
  });
  if (all.length === 0) throw new TypeError(`${what} is empty: there is no application in it.`);
  return all;
}

function servableOf(value: unknown): Servable | undefined {
  if (typeof value === "function") {
    return async (run) => appOf(await (Reflect.apply(value, undefined, [run]) as unknown), "What the function gives");
  }
  if (isServedApp(value)) return value;
  if (isBuilder(value)) return async () => appOf(await value.build(), "What the builder gives");
  return undefined;
}

async function appOf(value: unknown, what: string): Promise<ServedApp> {
  const made = isBuilder(value) ? await value.build() : value;
  if (isServedApp(made)) return made;
  throw new TypeError(`${what} is no application: ${kindOf(made)}.`);
}

function isServedApp(value: unknown): value is ServedApp {
  const methods = ["fork", "stream", "drain", "resume", "listSuspensions"];
  return isObject(value) && isObject(value["graph"]) && methods.every((name) => typeof value[name] === "function");
}

function isBuilder(value: unknown): value is { build: () => unknown } {
  return isObject(value) && typeof value["build"] === "function";
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);
}

function isGraph(value: unknown): boolean {
  return isObject(value) && isObject(value["actions"]) && Array.isArray(value["transitions"]);
}

function kindOf(value: unknown): string {
  if (isGraph(value)) return "it is a graph, which has no state: export an application of it";
  if (value instanceof Promise) return "it is a promise: export what it gives, with `await`";
  return `it is ${value === null ? "null" : typeof value === "object" ? "another object" : value === undefined ? "undefined" : `a ${typeof value}`}`;
}

function listed(members: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(members);
  return `It exports ${names.length === 0 ? "nothing" : names.join(", ")}.`;
}
