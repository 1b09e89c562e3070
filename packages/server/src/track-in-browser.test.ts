import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { expect, it } from "vitest";
import { serve } from "./serve.ts";

/** A program of a page that is tracked, its packages included. `burrPage` is what it gives. */
const program = `
  import { burr } from "@burrjs/core";
  import { httpTracker } from "@burrjs/tracker/http";
  const b = burr();
  const answer = b.action({
    reads: [],
    writes: ["text", "apiKey"],
    async *run(state) {
      for (const word of ["so", "far"]) yield word;
      return [{ words: 2 }, state.update({ text: "é".repeat(70_000), apiKey: "sk-secret" })];
    },
  });
  export async function run(url, token) {
    const errors = [];
    const onError = (error) => errors.push(error.message);
    const tracker = httpTracker({ url, token, project: "page", redact: ["apiKey"], onError });
    const app = b.application({ actions: { answer }, transitions: [["answer", "answer"]], entrypoint: "answer", state: {}, appId: "tab", tracker });
    const stream = await app.streamResult({ haltAfter: "answer" });
    const { result } = await stream.get();
    await app.step();
    await tracker.flush();
    return { result, errors, hasProcess: "process" in globalThis };
  }
`;

async function bundled(platform: "browser" | "neutral"): Promise<string> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    write: false,
    metafile: true,
    platform,
    format: "iife",
    globalName: "burrPage",
    conditions: ["@burrjs/source"],
  });
  const imports = Object.values(metafile.inputs).flatMap((one) => one.imports);
  expect(imports.filter(({ external }) => external === true)).toEqual([]); // also none of Node's modules
  return outputFiles[0]?.text ?? "";
}

it("a page of a browser sends what its applications do to the server that it came from", async () => {
  await bundled("neutral");
  const code = await bundled("browser");
  const dir = await mkdtemp(join(tmpdir(), "burr-browser-"));
  const server = await serve({ dir, port: 0 });
  const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--no-first-run"] });
  try {
    const page = await browser.newPage();
    await page.goto(`${server.url}/api/v1/openapi.json`);
    const call = `burrPage.run(${JSON.stringify(server.url)}, ${JSON.stringify(server.token)})`;
    expect(await page.evaluate(`(() => { ${code}; return ${call}; })()`)).toEqual({
      result: { words: 2 },
      errors: [],
      hasProcess: false,
    });
    const log = (await readFile(join(dir, "page/tab/log.jsonl"), "utf8")).trimEnd().split("\n");
    const records = log.map((line) => JSON.parse(line) as { readonly type: string });
    expect(records.map(({ type }) => type).filter((type) => type !== "ingest")).toEqual(["run", "begin_entry", "begin_stream", "first_item_stream", "stream_chunk", "end_stream", "access", "end_entry", "transition", "end_run", "run", "begin_entry", "begin_stream", "first_item_stream", "stream_chunk", "end_stream", "access", "end_entry", "transition", "end_run"]); // prettier-ignore
    expect(records.find(({ type }) => type === "run")).toMatchObject({
      pid: 0,
      runtime: expect.stringContaining("Chrome") as string,
    });
    expect(log.join("")).not.toContain("sk-secret");
    // The long text is stored by the hash of its bytes, made without Node.
    const [blob = ""] = await readdir(join(dir, "page/tab/blobs"));
    const bytes = await readFile(join(dir, "page/tab/blobs", blob));
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(blob);
  } finally {
    await browser.close();
    await server.close();
    await rm(dir, { recursive: true });
  }
}, 60_000);
