import { storeCases, failingClient } from "@burrjs/testing";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, it } from "vitest";
import { sqliteStore } from "./index.ts";

describe("in a file", () => {
  const cases = storeCases(async () => {
    const folder = await mkdtemp(join(tmpdir(), "burr-sqlite-"));
    const opened: DatabaseSync[] = [];
    const open = (): DatabaseSync => {
      const database = new DatabaseSync(join(folder, "burr.db"));
      database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
      opened.push(database);
      return database;
    };
    return {
      store: sqliteStore(open()),
      reopen: async () => sqliteStore(open()),
      openNeighbour: async () => sqliteStore(open(), { tablePrefix: "neighbour" }),
      openFailing: async (fault) => {
        const database = open();
        const methods = ["exec", "run", "get", "all"];
        return {
          store: sqliteStore(failingClient(database, fault, { methods, isSync: true })),
          end: async () => {
            database.close();
          },
        };
      },
      close: async () => {
        for (const database of opened) if (database.isOpen) database.close();
        await rm(folder, { recursive: true });
      },
    };
  });
  // oxlint-disable-next-line vitest/expect-expect -- the cases assert by themselves
  it.each(cases)("$name", { timeout: 60_000 }, ({ run }) => run());
});

describe("in memory", () => {
  const cases = storeCases(async () => {
    const database = new DatabaseSync(":memory:");
    return {
      store: sqliteStore(database),
      reopen: async () => sqliteStore(database),
      openNeighbour: async () => sqliteStore(database, { tablePrefix: "neighbour" }),
      close: async () => {
        database.close();
      },
    };
  });
  // oxlint-disable-next-line vitest/expect-expect -- the cases assert by themselves
  it.each(cases)("$name", { timeout: 60_000 }, ({ run }) => run());
});
