import { expect, it } from "vitest";
import { sharedWatch, type WatchWorld } from "./shared-watch.ts";

/** A world in which files change, and time passes, when we say so. */
class FakeWorld implements WatchWorld {
  readonly content = new Map<string, string>();
  readonly looks: string[] = [];
  readonly ticks = new Set<() => void>();
  readonly listeners = new Set<() => void>();
  fails = false;

  look(path: string): Promise<string | undefined> {
    this.looks.push(path);
    return this.fails ? Promise.reject(new Error("EIO")) : Promise.resolve(this.content.get(path));
  }

  listen(_path: string, changed: () => void): () => void {
    this.listeners.add(changed);
    return () => this.listeners.delete(changed);
  }

  every(callback: () => void): () => void {
    this.ticks.add(callback);
    return () => this.ticks.delete(callback);
  }

  /** Lets time pass, and what follows from it happen. */
  async tick(): Promise<void> {
    for (const callback of this.ticks) callback();
    await settled();
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

function watched(): { readonly world: FakeWorld; readonly watch: ReturnType<typeof sharedWatch> } {
  const world = new FakeWorld();
  // A class has its methods in its prototype: hand them over bound.
  const watch = sharedWatch({
    look: (path) => world.look(path),
    listen: (path, changed) => world.listen(path, changed),
    every: (callback) => world.every(callback),
  });
  return { world, watch };
}

it("looks once at a time at a file that a hundred watch, and tells all of them", async () => {
  const { world, watch } = watched();
  const told = Array.from({ length: 100 }, () => 0);
  const ends = told.map((_, at) => watch.add("a", () => (told[at] = (told[at] ?? 0) + 1)));
  await settled();
  await world.tick(); // All have been told by now of what happened until then.
  const [looks, before] = [world.looks.length, [...told]];
  for (let turn = 0; turn < 4; turn += 1) await world.tick();
  expect(world.looks.length - looks).toBe(4);
  expect(told).toEqual(before);
  world.content.set("a", "1");
  await world.tick();
  expect(world.looks.length - looks).toBe(5);
  expect(told).toEqual(before.map((count) => count + 1));
  expect([world.ticks.size, world.listeners.size]).toEqual([1, 1]);
  for (const end of ends) end();
  expect([world.ticks.size, world.listeners.size]).toEqual([0, 0]);
});

it("tells each watcher once of what happened before it was heard", async () => {
  const { world, watch } = watched();
  world.content.set("a", "1");
  let [first, second] = [0, 0];
  watch.add("a", () => (first += 1));
  await settled();
  expect(first).toBe(1);
  watch.add("a", () => (second += 1));
  await world.tick();
  expect([first, second]).toEqual([1, 1]);
});

it("looks at once when the system tells, and again when it tells during a look", async () => {
  const { world, watch } = watched();
  let told = 0;
  watch.add("a", () => (told += 1));
  await settled();
  const before = told;
  world.content.set("a", "1");
  for (const changed of world.listeners) for (let times = 0; times < 50; times += 1) changed();
  await settled();
  expect(told).toBe(before + 1);
  expect(world.looks.length).toBeLessThanOrEqual(3);
});

it("tells that a file has vanished, and that it is back", async () => {
  const { world, watch } = watched();
  world.content.set("a", "1");
  let told = 0;
  watch.add("a", () => (told += 1));
  await settled();
  world.content.delete("a");
  await world.tick();
  world.content.set("a", "1");
  await world.tick();
  expect(told).toBe(3);
});

it("goes on after a look that failed, and after a watcher that threw", async () => {
  const { world, watch } = watched();
  let told = 0;
  watch.add("a", () => {
    throw new Error("mine");
  });
  watch.add("a", () => (told += 1));
  await world.tick();
  const before = told;
  world.fails = true;
  await world.tick();
  world.fails = false;
  world.content.set("a", "1");
  await world.tick();
  expect(told).toBe(before + 1);
});

it("does not call a watcher that has ended, also when it ended twice", async () => {
  const { world, watch } = watched();
  let told = 0;
  const end = watch.add("a", () => (told += 1));
  watch.add("a", () => {});
  await settled();
  end();
  end();
  const before = told;
  world.content.set("a", "1");
  await world.tick();
  expect(told).toBe(before);
  expect(world.ticks.size).toBe(1);
});
