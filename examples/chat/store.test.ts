import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { quotingAnswer } from "./answer.ts";
import { createChat } from "./graph.ts";
import { openStore } from "./store.ts";
import { atOnce, testLibrary } from "./test-library.ts";
import { openFolder } from "./test-main.ts";

it.each(["", "sqlite:"])("keeps conversations in the file that “%s<file>” names", async (prefix) => {
  await using folder = await openFolder();
  const ask = async (prompt: string) => {
    const store = await openStore(prefix + folder.store);
    const options = { library: testLibrary, answer: quotingAnswer({ pace: atOnce }), persister: store.persister };
    const app = await createChat({ ...options, appId: "one" });
    const { state } = await app.run({ inputs: { prompt }, haltBefore: "ask" });
    await store.close();
    return state.history?.length;
  };
  expect(await ask("Hello")).toBe(2);
  expect(await ask("What is a sail?")).toBe(4);
  expect(existsSync(folder.store)).toBe(true);
});

it.each([
  {
    address: "postgres://me:secret@127.0.0.1:1/chat?sslmode=disable",
    name: "postgres://127.0.0.1:1/chat",
    why: /ECONNREFUSED/,
  },
  { address: "redis://:secret@127.0.0.1:1", name: "redis://127.0.0.1:1", why: /ECONNREFUSED/ },
  { address: "redis://localhost:1", name: "redis://localhost:1", why: /ECONNREFUSED/ },
  {
    address: join(import.meta.dirname, "store.ts"),
    name: join(import.meta.dirname, "store.ts"),
    why: /not a database/,
  },
  { address: "mongodb://127.0.0.1", name: "mongodb://127.0.0.1", why: /BURR_STORE is a file, sqlite:/ },
])("says in one line that $name cannot be used", async ({ address, name, why }) => {
  const error = await openStore(address).then(String, (one: unknown) => (one instanceof Error ? one.message : ""));
  expect(error).toMatch(why);
  expect(error).toContain(name);
  expect(error).not.toMatch(/secret|\n/);
});

it("ends the program with that line", async () => {
  const main = join(import.meta.dirname, "main.ts");
  const { PATH, BURR_DIR } = process.env;
  const env = { PATH, BURR_DIR, BURR_STORE: "redis://127.0.0.1:1" };
  const child = spawn(process.execPath, ["--conditions=@burrjs/source", main], { env });
  const [problems] = await Promise.all([text(child.stderr), once(child, "exit")]);
  expect(problems).toMatch(/^The store redis:\/\/127\.0\.0\.1:1 cannot be used: .*ECONNREFUSED.*\n$/);
  expect(child.exitCode).toBe(1);
});
