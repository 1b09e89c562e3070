import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type * as Core from "@burrjs/core";
import type * as Persist from "@burrjs/core/persist";
import { isObject } from "@burrjs/protocol";
import type { CodePlace } from "./messages.ts";

/** What runs the code of the user: the core that it uses itself, and not another copy of it. */
export interface Engine {
  readonly core: typeof Core;
  readonly persist: typeof Persist;
}

/** The engine that a module of the user finds; that of this package, where it finds none. */
export async function engineOf(moduleUrl: string): Promise<Engine> {
  const [core, persist] = await Promise.all(
    ["@burrjs/core", "@burrjs/core/persist"].map(async (name): Promise<unknown> => {
      return await moduleFrom(name, moduleUrl, () => name === "@burrjs/core" ? import("@burrjs/core") : import("@burrjs/core/persist")); // prettier-ignore
    }),
  );
  return { core: core as typeof Core, persist: persist as typeof Persist }; // by their names
}

/** What another module finds under the name of a package; `own` gives that of this package, where it finds none. */
export async function moduleFrom(name: string, moduleUrl: string, own: () => Promise<unknown>): Promise<unknown> {
  const found = resolved(name, moduleUrl);
  return found === undefined ? await own() : await import(found);
}

/** What a module exports under a name. */
export async function exported({ url, name }: CodePlace): Promise<unknown> {
  const module: unknown = await import(url);
  const members = isObject(module) ? module : {};
  if (name in members) return members[name];
  const known = Object.keys(members);
  throw new TypeError(
    `The module exports no "${name}". It exports: ${known.length === 0 ? "nothing" : known.join(", ")}.`,
  );
}

/**
 * The graph of what a module exports: an application, a graph, a builder, or a function that gives one of these.
 *
 * @throws `TypeError` when it is none of these.
 */
export async function graphOf(value: unknown): Promise<Core.Graph> {
  // As runners ask it: it may take its ids apart.
  const ids = { appId: "replay", partitionKey: null };
  const made: unknown = typeof value === "function" ? await Reflect.apply(value, undefined, [ids]) : value;
  if (isGraph(made)) return made;
  if (isObject(made) && isGraph(made["graph"])) return made["graph"];
  if (isObject(made) && typeof made["build"] === "function") return await graphOf(await Reflect.apply(made["build"], made, [])); // prettier-ignore
  throw new TypeError("It is no application, no graph, no builder, and no function that gives one of them.");
}

function isGraph(value: unknown): value is Core.Graph {
  return isObject(value) && isObject(value["actions"]) && Array.isArray(value["transitions"]) && "validate" in value;
}

function resolved(name: string, moduleUrl: string): string | undefined {
  try {
    return pathToFileURL(createRequire(moduleUrl).resolve(name)).href;
  } catch {
    return undefined; // the module has none of its own
  }
}
