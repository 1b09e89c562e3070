import { setImmediate as macrotask } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { boom } from "../testing/counter-app.ts";
import { collect } from "../testing/talk-app.ts";
import { branch, concat, merge } from "./index.ts";

/** Numbers from 0, as quick as they are asked for; counts what was made, and whether it was closed. */
function counted(length: number, trace: { made: number; closed: boolean } = { made: 0, closed: false }) {
  const source = async function* source(): AsyncGenerator<number, string, void> {
    try {
      for (let n = 0; n < length; n += 1) {
        trace.made += 1;
        yield n;
      }
      return `${length}`;
    } finally {
      trace.closed = true;
    }
  };
  return { source, trace };
}

describe("merge()", () => {
  it("gives the items of all sources in turn, and what they return", async () => {
    const merged = merge(counted(3).source(), counted(2).source());
    const items: number[] = [];
    let item = await merged.next();
    for (; item.done !== true; item = await merged.next()) items.push(item.value);
    expect(items).toEqual([0, 0, 1, 1, 2]);
    expect(item.value).toEqual(["3", "2"]);
  });

  it("has one item of each source ready at most, and closes all when its reader leaves", async () => {
    const sources = [counted(9), counted(9)];
    for await (const n of merge(...sources.map(({ source }) => source()))) {
      await macrotask();
      expect(sources.every(({ trace }) => trace.made <= n + 2)).toBe(true);
      if (n === 3) break;
    }
    expect(sources.map(({ trace }) => trace.closed)).toEqual([true, true]);
  });

  it("ends with the first error, and closes the others", async () => {
    const other = counted(9);
    const failing = async function* failing(): AsyncGenerator<number, string, void> {
      yield 0;
      throw boom;
    };
    await expect(collect<unknown>(merge(failing(), other.source()))).rejects.toBe(boom);
    expect(other.trace.closed).toBe(true);
  });

  it("of nothing is empty", async () => {
    expect(await collect<unknown>(merge())).toEqual([]);
  });
});

describe("concat()", () => {
  it("gives one source after the other, and opens each when it is its turn", async () => {
    const second = counted(2);
    const items: unknown[] = [];
    for await (const n of concat(counted(2).source(), () => second.source())) items.push([n, second.trace.made]);
    expect(items).toEqual([[0, 0], [1, 0], [0, 1], [1, 2]]); // prettier-ignore
  });
});

describe("branch()", () => {
  it("gives the events of a child and of its own children", async () => {
    const events = async function* events() {
      yield* [[], ["fan"], ["fan", "a"], ["fan", "b"], ["fan", "a", "deep"]].map((path) => ({ path }));
    };
    expect(await collect<unknown>(branch(events(), "fan", "a"))).toEqual([{ path: ["fan", "a"] }, { path: ["fan", "a", "deep"] }]); // prettier-ignore
  });
});
