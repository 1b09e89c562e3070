import { expect, it } from "vitest";
import { patienceMs, patiently } from "./patience.ts";

const busyOfNode = Object.assign(new Error("database is locked"), { code: "ERR_SQLITE_ERROR", errcode: 5 });
const busyOfBetter = Object.assign(new Error("database is locked"), { code: "SQLITE_BUSY" });

/** A clock that stands still except in sleep. */
function clock() {
  let time = 0;
  const pauses: number[] = [];
  const sleep = async (ms: number): Promise<void> => {
    pauses.push(ms);
    time += ms;
  };
  return { now: () => time, sleep, pauses };
}

/** Work that meets these errors, one after the other, and then succeeds. */
function failing(...errors: unknown[]): () => string {
  return () => {
    if (errors.length > 0) throw errors.shift();
    return "done";
  };
}

it.each([
  { name: "as node:sqlite says", error: busyOfNode },
  { name: "as node:sqlite says, extended", error: Object.assign(new Error("locked"), { errcode: 5 + 2 * 256 }) },
  { name: "as better-sqlite3 says", error: busyOfBetter },
  {
    name: "as better-sqlite3 says, extended",
    error: Object.assign(new Error("locked"), { code: "SQLITE_BUSY_SNAPSHOT" }),
  },
])("tries again when the database is locked, $name", async ({ error }) => {
  const { pauses, ...options } = clock();
  expect(await patiently(failing(error, error, error), options)).toBe("done");
  expect(pauses).toHaveLength(3);
});

it.each([
  { name: "other error of node:sqlite", error: Object.assign(new Error("no"), { errcode: 6 }) },
  { name: "other error of better-sqlite3", error: Object.assign(new Error("no"), { code: "SQLITE_FULL" }) },
  { name: "error of its own", error: new TypeError("no") },
  { name: "thing that is no error", error: "database is locked" },
])("throws any $name at once, unchanged", async ({ error }) => {
  const { pauses, ...options } = clock();
  await expect(patiently(failing(error), options)).rejects.toBe(error);
  expect(pauses).toEqual([]);
});

it("gives up in the end, with the error of SQLite", async () => {
  const { pauses, now, sleep } = clock();
  const work = (): never => {
    throw busyOfNode;
  };
  await expect(patiently(work, { now, sleep })).rejects.toBe(busyOfNode);
  expect(now()).toBeGreaterThanOrEqual(patienceMs);
  expect(now()).toBeLessThan(patienceMs + 200);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(150);
});

it("does not add to the patience of the connection itself", async () => {
  const { pauses, now, sleep } = clock();
  const work = (): never => {
    void sleep(patienceMs);
    pauses.length = 0;
    throw busyOfBetter;
  };
  await expect(patiently(work, { now, sleep })).rejects.toBe(busyOfBetter);
  expect(pauses.length).toBeLessThanOrEqual(1);
});
