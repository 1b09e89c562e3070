import type { BurrError } from "@burrjs/core";
import { expect, it } from "vitest";
import { mongoPersister } from "./mongodb/index.ts";
import { postgresPersister } from "./postgres/index.ts";
import { redisPersister } from "./redis/index.ts";
import { sqlitePersister } from "./sqlite/index.ts";

it.each([
  ["a path in place of a SQLite database", () => sqlitePersister("file.db" as never), "new DatabaseSync(path"],
  ["nothing in place of a SQLite database", () => sqlitePersister(undefined as never), "and was given undefined"],
  ["a URL in place of a pool", () => postgresPersister("postgres://localhost" as never), "new Pool("],
  ["options in place of a Redis client", () => redisPersister({ url: "" } as never), "createClient("],
  ["a client in place of a database", () => mongoPersister({ db: () => ({}) } as never), "client.db(name)"],
])("%s is refused, with what it should be", (_what, open, remedy) => {
  expect(open).toThrow(
    expect.objectContaining<Partial<BurrError>>({ code: "invalid-option", message: expect.stringContaining(remedy) }),
  );
});
