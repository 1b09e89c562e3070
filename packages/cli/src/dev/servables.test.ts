import { burr } from "@burrjs/core";
import { describe, expect, it } from "vitest";
import { servablesOf } from "./servables.ts";

const b = burr<{ n: number }>();
const count = b.action({ reads: ["n"], writes: ["n"], run: ({ n }) => ({ n: n + 1 }) });
const graph = b.graph({ actions: { count }, transitions: [] });
const app = b.application({ graph, entrypoint: "count", state: { n: 0 } });
const builder = b.app().withGraph(graph).withState({ n: 0 }).withEntrypoint("count");
const run = { appId: "a", partitionKey: null };

/** The ids of the applications that a module serves. */
async function served(members: Readonly<Record<string, unknown>>, name = ""): Promise<readonly string[]> {
  const all = servablesOf(members, name).map(({ servable }) => servable);
  const made = await Promise.all(all.map(async (one) => (typeof one === "function" ? await one(run) : one)));
  return made.map(({ graph: { actions } }) => Object.keys(actions).join());
}

interface Case {
  readonly what: string;
  readonly members: Readonly<Record<string, unknown>>;
  readonly name?: string;
}

describe("what a module serves", () => {
  it.each<Case>([
    { what: "a named application", members: { app, other: 1 }, name: "app" },
    { what: "the default export", members: { default: app, other: app } },
    { what: "the only application", members: { graph, app, count, help: () => 1 } },
    { what: "a builder", members: { builder } },
    { what: "a function that makes one", members: { make: () => app }, name: "make" },
    { what: "an async one", members: { make: async () => await Promise.resolve(builder) }, name: "make" },
    { what: "the default function", members: { default: () => app } },
  ])("is $what", async ({ members, name }) => {
    expect(await served(members, name)).toEqual(["count"]);
  });

  it.each<Case>([
    { what: "an object", members: { apps: { one: app, two: () => app } }, name: "apps" },
    { what: "a list", members: { default: [app, builder] } },
    { what: "all that are exported", members: { one: app, two: builder, three: () => app } },
  ])("is several applications: $what", async ({ members, name }) => {
    expect(await served(members, name)).toEqual(["count", "count"]);
  });

  it("has the names of the exports, where each can be had by one", () => {
    const names = (members: Readonly<Record<string, unknown>>, name = "") =>
      servablesOf(members, name).map(({ name: one }) => one);
    expect(names({ default: app, other: app })).toEqual(["default"]);
    expect(names({ one: app, two: builder })).toEqual(["one", "two"]);
    expect(names({ apps: [app, builder] }, "apps")).toEqual([undefined, undefined]);
  });

  it("is asked of a function with the ids of the fork", async () => {
    const asked: unknown[] = [];
    const [made] = servablesOf({ make: (ids: unknown) => (asked.push(ids), app) }, "make");
    if (typeof made?.servable === "function") await made.servable(run);
    expect(asked).toEqual([run]);
  });

  it.each<{
    readonly members: Readonly<Record<string, unknown>>;
    readonly name?: string;
    readonly message: string | RegExp;
  }>([
    { members: {}, message: "The module exports no application. It exports nothing." },
    { members: { help: 1, make: () => app }, message: /It exports help, make\. A function .* has to be named/ },
    { members: { app }, name: "ap", message: 'The module exports no "ap". It exports app.' },
    { members: { app: 7 }, name: "app", message: '"app" is no application: it is a number.' },
    { members: { graph }, name: "graph", message: /it is a graph, which has no state/ },
    { members: { default: Promise.resolve(app) }, message: /it is a promise/ },
    { members: { default: null }, message: "The default export is no application: it is null." },
    { members: { apps: {} }, name: "apps", message: '"apps" is empty' },
    { members: { apps: { one: app, two: 2 } }, name: "apps", message: '"two" of "apps" is no application' },
    { members: { toString: undefined }, name: "valueOf", message: 'exports no "valueOf"' },
  ])("is told of when it is nothing: $message", ({ members, name = "", message }) => {
    expect(() => servablesOf(members, name)).toThrow(message);
  });

  it("is told of when a function makes something else", async () => {
    await expect(served({ make: () => ({}) }, "make")).rejects.toThrow("What the function gives is no application: it is another object."); // prettier-ignore
  });
});
