import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { testDocuments } from "./test-library.ts";

/** The program in a process of its own. */
export interface MainProcess {
  readonly url: string;
  /** Ends it as a crash would (SIGKILL). */
  kill(): Promise<void>;
}

/** A temporary folder with `testDocuments`, and room for a store. Removed at the end of its block. */
export async function openFolder() {
  const folder = await mkdtemp(join(tmpdir(), "chat-"));
  for (const { file, markdown } of testDocuments) await writeFile(join(folder, file.replace("/", "-")), markdown);
  return {
    documents: folder,
    store: join(folder, "conversations.sqlite"),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** Starts the program as `npm start` does: it serves `documents`, and the model at `baseURL` answers. */
export async function startMain(documents: string, store: string, baseURL: string): Promise<MainProcess> {
  const main = join(import.meta.dirname, "main.ts");
  const { PATH, BURR_DIR } = process.env;
  const env = { PATH, BURR_DIR, BURR_STORE: store, OPENAI_BASE_URL: baseURL, OPENAI_MODEL: "test-model" };
  const child = spawn(process.execPath, ["--conditions=@burrjs/source", main, documents, "--port", "0"], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await exited;
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\S+/.exec(line)?.[0];
    if (url !== undefined) return { url, kill };
  }
  throw new Error("The program ended before it served anything.");
}
