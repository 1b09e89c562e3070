import { describe, expect, it } from "vitest";
import { burr } from "../index.ts";

interface Item {
  tags: string[];
}
interface Things {
  item: Item;
  items: Item[];
  other: unknown;
}

const b = burr<Things>();

/** The state after one step that writes what `write` makes. */
function after(write: () => Things, options: { readonly freeze?: boolean } = { freeze: true }) {
  const write1 = b.action({ reads: [], writes: ["item", "items", "other"], run: write });
  const app = b.application({
    actions: { write: write1 },
    transitions: [],
    entrypoint: "write",
    state: {},
    ...options,
  });
  return app.runSync().state.toJSON() as Things;
}

const things = (): Things => ({ item: { tags: ["a"] }, items: [{ tags: ["a"] }], other: null });

describe("with freezing on", () => {
  it("throws on mutation in place of what a step wrote, at any depth", () => {
    const { item, items } = after(things);
    expect(() => item.tags.push("b")).toThrow(TypeError);
    expect(() => Object.assign(item, { tags: [] })).toThrow(TypeError);
    expect(() => items.push(item)).toThrow(TypeError);
    expect(() => items[0]?.tags.push("b")).toThrow(TypeError);
    expect({ item, items, other: null }).toEqual(things());
  });

  it("throws on mutation of the initial state", () => {
    const look = b.action({
      reads: ["items"],
      writes: [],
      run: ({ items }) => [{ grew: items[0]?.tags.push("b") }, {}],
    });
    const app = b.application({
      actions: { look },
      transitions: [],
      entrypoint: "look",
      state: { items: [{ tags: [] }] },
    });
    expect(() => app.runSync()).toThrow(TypeError);
    expect(() => app.state.items?.push({ tags: [] })).toThrow(TypeError);
  });

  it("throws on mutation of items that were appended, and of the list that they were appended to", () => {
    const add = b.action({
      reads: [],
      writes: ["items"],
      run: (state) => state.append({ items: { tags: ["b"] } }).extend({ items: [{ tags: ["c"] }] }),
    });
    const app = b.application({ actions: { add }, transitions: [], entrypoint: "add", state: { items: [] } });
    const { items = [] } = app.runSync().state;
    expect(items).toEqual([{ tags: ["b"] }, { tags: ["c"] }]);
    for (const { tags } of items) expect(() => tags.push("x")).toThrow(TypeError);
    expect(() => items.push({ tags: [] })).toThrow(TypeError);
  });

  it("throws on mutation of what updateState() wrote", async () => {
    const app = b.application({
      actions: { idle: b.resultAction() },
      transitions: [],
      entrypoint: "idle",
      state: {},
      freeze: true,
    });
    await app.updateState(app.state.update({ item: { tags: [] } }));
    expect(() => app.state.item?.tags.push("x")).toThrow(TypeError);
  });

  it("leaves class instances, maps, sets and dates alone, with all that is inside them", () => {
    class Counter {
      hits = 0;
    }
    const other = { counter: new Counter(), map: new Map<string, Item>(), at: new Date(0), bytes: new Uint8Array(2) };
    after(() => ({ ...things(), other }));
    other.counter.hits += 1;
    other.map.set("a", { tags: [] }).get("a")?.tags.push("b");
    other.at.setTime(1);
    other.bytes[0] = 1;
    expect(other).toEqual({
      counter: Object.assign(new Counter(), { hits: 1 }),
      map: new Map([["a", { tags: ["b"] }]]),
      at: new Date(1),
      bytes: new Uint8Array([1, 0]),
    });
    expect(Object.isFrozen(other)).toBe(true);
  });

  it("reaches what is not frozen inside an object that the user froze at its surface", () => {
    const { item } = after(() => ({ ...things(), item: Object.freeze({ tags: ["a"] }) }));
    expect(() => item.tags.push("b")).toThrow(TypeError);
  });

  it("freezes objects without a prototype and cyclic ones", () => {
    const loop: { self?: unknown; bare: object } = { bare: Object.assign(Object.create(null) as object, { deep: {} }) };
    loop.self = loop;
    after(() => ({ ...things(), other: loop }));
    expect(Object.isFrozen(loop)).toBe(true);
    expect(Object.isFrozen(loop.bare)).toBe(true);
  });

  it("lets an action build on what is frozen", () => {
    const grow = b.action({
      reads: ["item"],
      writes: ["item"],
      run: ({ item }) => ({ item: { tags: [...item.tags, "b"] } }),
    });
    const app = b.application({
      actions: { grow },
      transitions: [],
      entrypoint: "grow",
      state: { item: { tags: ["a"] } },
    });
    expect(app.runSync().state.item).toEqual({ tags: ["a", "b"] });
  });

  it("keeps values themselves: nothing is copied", () => {
    const item = { tags: ["a"] };
    expect(after(() => ({ ...things(), item })).item).toBe(item);
  });
});

describe("with freezing off", () => {
  it("freezes nothing", () => {
    const written = things();
    const { item, items } = after(() => written, { freeze: false });
    item.tags.push("b");
    items.push(item);
    items[0]?.tags.push("b");
    expect(written.items).toEqual([{ tags: ["a", "b"] }, { tags: ["a", "b"] }]);
  });

  it("is the default in production only", () => {
    const before = process.env["NODE_ENV"];
    try {
      process.env["NODE_ENV"] = "production";
      expect(Object.isFrozen(after(things, {}).item)).toBe(false);
      delete process.env["NODE_ENV"];
      expect(Object.isFrozen(after(things, {}).item)).toBe(true);
    } finally {
      process.env["NODE_ENV"] = before;
    }
  });
});
