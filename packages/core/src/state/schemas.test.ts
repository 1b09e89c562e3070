import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { burr } from "../index.ts";
import { memoryPersister } from "../persist/index.ts";
import { failure } from "../testing/counter-app.ts";
import { type Chat, libraries } from "../testing/schema-libraries.ts";
import { checkedSchemas, optionalKeys } from "./schemas.ts";
import { validateValue } from "./validate.ts";

const token = "s3cret-value";

describe("burr()", () => {
  it.each<{ readonly given: unknown; readonly words: readonly string[] }>([
    { given: { name: "string" }, words: ['no schema for the key "name"', "z.string()", "burr<State>()"] },
    { given: { name: undefined }, words: ['no schema for the key "name"'] },
    { given: { name: { "~standard": {} } }, words: ['no schema for the key "name"'] },
    { given: z.object({ name: z.string() }), words: ["one schema for the whole state", "`shape`"] },
    { given: type({ name: "string" }), words: ["one schema for the whole state"] },
    { given: undefined, words: ["no schemas"] },
    { given: [z.string()], words: ["no schemas"] },
  ])("refuses $given", ({ given, words }) => {
    expect(() => burr(given as never)).toThrow(failure("invalid-option", ...words));
  });

  it("refuses reserved keys", () => {
    expect(() => burr({ update: z.string() } as never)).toThrow(failure("invalid-key", "burr()", '"update"'));
    expect(() => burr({ __name: z.string() } as never)).toThrow(failure("invalid-key", '"__name"'));
  });
});

/** An application that only reports. */
function reporting(b: (typeof libraries)[number]["b"], state: Partial<Chat> = {}) {
  const show = b.resultAction("count", "history");
  return b.application({ actions: { show }, transitions: [], entrypoint: "show", state });
}

describe.each(libraries)("with $library, an application", ({ b, schemas }) => {
  it("begins with the defaults of its schemas, also by the builder", () => {
    expect(reporting(b).state.toJSON()).toEqual({ history: [], count: 0 });
    const show = b.resultAction("count", "history");
    const built = b.app().withActions({ show }).withState({ count: 2 }).withEntrypoint("show").build();
    expect(built.state.toJSON()).toEqual({ history: [], count: 2 });
    expect(built.runSync().state.count).toBe(2);
  });

  it("has defaults of its own, frozen like other values", () => {
    const [one, two] = [reporting(b), reporting(b)];
    expect(one.state.history).not.toBe(two.state.history);
    expect(Object.isFrozen(one.state.history)).toBe(true);
  });

  it("validates the values that it is given, and takes what its schemas give", () => {
    expect(reporting(b, { name: " Ann " }).state.name).toBe("Ann");
    const history = [{ role: "user", text: "hi" }] as const;
    expect(reporting(b, { history: [...history] }).state.history).toEqual(history);
    expect(() => reporting(b, { count: token as never })).toThrow(
      failure("invalid-value", 'The initial state has "count": '),
    );
    expect(() => reporting(b, { count: token as never })).not.toThrow(token);
  });

  it("validates updates from outside", async () => {
    const app = reporting(b);
    await app.updateState(app.state.update({ name: " Ann " }).append({ history: { role: "user", text: "hi" } }));
    expect(app.state.toJSON()).toMatchObject({ name: "Ann", history: [{ role: "user", text: "hi" }] });
    await expect(app.updateState(app.state.increment({ count: 100 }))).rejects.toThrow(
      failure("invalid-value", 'updateState() wrote "count": '),
    );
    expect(app.state.count).toBe(0);
    await app.updateState(app.state.delete("count"));
    expect(app.state.toJSON()).not.toHaveProperty("count");
  });

  it("knows which keys accept undefined", () => {
    expect(optionalKeys(checkedSchemas(schemas), { count: 1 })).toEqual(["history", "note"]);
  });

  it("validates by the schemas of its own b, also over the graph of another", () => {
    const plain = burr<Chat>();
    const act = plain.action({ reads: [], writes: ["count"], run: () => ({ count: 99 }) });
    const graph = plain.graph({ actions: { act }, transitions: [] });
    const app = b.application({ graph, entrypoint: "act", state: {} });
    expect(() => app.runSync()).toThrow(failure("invalid-value", 'Action "act" wrote "count"'));
    expect(plain.application({ graph, entrypoint: "act", state: {} }).runSync().state.count).toBe(99);
  });
});

describe("a default", () => {
  it("is made anew for each application, and shared with none", () => {
    const shared = { tags: ["a"] };
    let made = 0;
    const b = burr({
      shared: v.optional(v.record(v.string(), v.any()), shared),
      id: z.number().default(() => (made += 1)),
    });
    const show = b.resultAction("shared", "id");
    const make = () =>
      b.application({ actions: { show }, transitions: [], entrypoint: "show", state: {}, freeze: false });
    const [one, two] = [make(), make()];
    (one.state.get("shared") as typeof shared).tags.push("b");
    expect(two.state.get("shared")).toEqual({ tags: ["a"] });
    expect(shared).toEqual({ tags: ["a"] });
    expect((two.state.id ?? 0) - (one.state.id ?? 0)).toBe(1);
  });

  it("does not come from an async schema, nor from what coercion makes of nothing", () => {
    const b = burr({
      later: v.optionalAsync(
        v.pipeAsync(
          v.string(),
          v.checkAsync(async () => true),
        ),
        "x",
      ),
      text: z.coerce.string(),
      count: z.number(),
    });
    const act = b.action({ reads: [], writes: ["count"], mayWrite: ["later"], run: () => ({ count: 1 }) });
    const app = b.application({ actions: { act }, transitions: [], entrypoint: "act", state: { later: 5 as never } });
    expect(app.state.toJSON()).toEqual({ later: 5 });
    const show = b.resultAction("later");
    expect(() => b.application({ actions: { show }, transitions: [], entrypoint: "show", state: {} })).toThrow(
      failure("invalid-graph", '"later"'),
    );
  });
});

describe("an async schema", () => {
  const b = burr({ name: z.string().refine(async (name) => (await Promise.resolve(name)) !== "taken", "in use") });
  const act = b.action({ reads: [], writes: ["name"], run: () => ({ name: "free" }) });

  it("is waited for by updateState(), while no step begins", async () => {
    const app = b.application({ actions: { act }, transitions: [], entrypoint: "act", state: { name: "taken" } });
    await expect(app.updateState(app.state.update({ name: "taken" }))).rejects.toThrow(
      failure("invalid-value", "in use"),
    );
    const updating = app.updateState(app.state.update({ name: "Ann" }));
    await expect(app.updateState(app.state)).rejects.toThrow(failure("step-in-flight", "another update"));
    expect((await app.run()).state.name).toBe("free");
    await updating;
  });

  it("is waited for when a stored run is loaded", async () => {
    const persister = memoryPersister();
    const old = burr<{ name: string }>();
    const take = old.action({ reads: [], writes: ["name"], run: () => ({ name: "taken" }) });
    await old.application({ actions: { act: take }, transitions: [], entrypoint: "act", state: {}, appId: "app", persister }).run(); // prettier-ignore
    const builder = b.app().withActions({ act }).withIdentifiers({ appId: "app" });
    const loading = builder.initializeFrom(persister, { defaultState: {}, defaultEntrypoint: "act" }).build();
    await expect(loading).rejects.toThrow(failure("incompatible-run", '"name": in use'));
  });
});

describe("validateValue", () => {
  it("gives what the schema makes of a value, later if that is async", async () => {
    expect(validateValue(z.coerce.number(), "5", "The answer")).toBe(5);
    const later = validateValue(
      z.string().refine(async () => true),
      "5",
      "The answer",
    );
    expect(later).toBeInstanceOf(Promise);
    expect(await later).toBe("5");
  });

  it("says what is wrong, and where", async () => {
    const schema = z.object({ to: z.array(z.email()) });
    expect(() => validateValue(schema, { to: [token] }, 'The answer to "approval"')).toThrow(
      failure(
        "invalid-value",
        'The answer to "approval" does not fit its schema: at to[0]: Invalid email address.',
        "Pass",
      ),
    );
    await expect(
      validateValue(
        z.any().refine(async () => false, "no"),
        1,
        "The answer",
      ),
    ).rejects.toThrow(failure("invalid-value", "The answer does not fit its schema: no."));
  });

  it("names three issues, and counts the others", () => {
    const schema = z.array(z.number());
    expect(() => validateValue(schema, ["a", "b", "c", "d", "e"], "The answer")).toThrow(
      /at \[2\]: [^;]*; and 2 more\./,
    );
  });
});

describe("what is no result of a schema", () => {
  it.each([undefined, null, "text", {}, { issues: "text" }, { issues: [null] }, { issues: [{}] }])(
    "%j is an error",
    async (result) => {
      const odd = { "~standard": { version: 1, vendor: "odd", validate: () => result } } as never; // against its type
      expect(() => validateValue(odd, 1, "The value")).toThrow(failure("invalid-value", "Correct the schema"));
      const slow = { "~standard": { version: 1, vendor: "odd", validate: async () => result } } as never;
      await expect(validateValue(slow, 1, "The value")).rejects.toThrow(failure("invalid-value", "Correct the schema"));
    },
  );
});
