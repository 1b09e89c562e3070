import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { burr } from "@burrjs/core";
import { type IngestLine, parseIngestLine } from "@burrjs/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { httpTracker } from "./index.ts";

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server that keeps what it gets. */
async function takingServer() {
  const lines: IngestLine[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      for (const text of Buffer.concat(parts).toString("utf8").trim().split("\n")) {
        const line = parseIngestLine(text);
        if (!("problem" in line)) lines.push(line);
      }
      response.end('{"accepted":1}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const types = (appId: string) =>
    lines
      .flatMap((line) => (line.kind === "lines" && line.place.app_id === appId ? line.lines : []))
      .map((text) => (JSON.parse(text) as { type: string }).type);
  return { url, lines, types };
}

describe("httpTracker()", () => {
  it("sends the log of an application, with what is hidden left out", async () => {
    const { url, lines, types } = await takingServer();
    const b = burr<{ count: number; apiKey: string }>();
    const step = b.action({ reads: ["count"], writes: ["count"], run: (state) => state.increment({ count: 1 }) });
    await using tracker = httpTracker({ url, token: "t", project: "p", redact: ["apiKey"] });
    const app = b.application({
      actions: { step },
      transitions: [["step", "step"]],
      entrypoint: "step",
      state: { count: 0, apiKey: "hush-hush" },
      appId: "a",
      tracker,
    });
    await app.step();
    await tracker.flush();
    expect(types("a")).toEqual(expect.arrayContaining(["run", "begin_entry", "end_entry", "end_run"]));
    expect(lines[0]).toMatchObject({ kind: "open", place: { project: "p", app_id: "a", partition_key: null } });
    expect(JSON.stringify(lines)).not.toContain("hush-hush");
  });

  it("sends what waits when the process has nothing left to do, and does not keep it alive else", async () => {
    const { url, types } = await takingServer();
    const program = `
      import { burr } from "@burrjs/core";
      import { httpTracker } from ${JSON.stringify(new URL("index.ts", import.meta.url).href)};
      const b = burr();
      const step = b.action({ reads: [], writes: ["n"], run: (state) => state.update({ n: 1 }) });
      const tracker = httpTracker({ url: ${JSON.stringify(url)}, token: "t", project: "p", flushMs: 3_600_000 });
      await b.application({ actions: { step }, entrypoint: "step", state: {}, appId: "a", tracker }).step();
    `;
    const cwd = fileURLToPath(new URL("../..", import.meta.url));
    const options = ["--conditions=@burrjs/source", "--input-type=module", "-e", program];
    const { stderr } = await promisify(execFile)(process.execPath, options, { cwd });
    expect(stderr).toBe("");
    expect(types("a")).toContain("end_run");
  });

  it.each([
    { options: { url: "burr.example.org", project: "p" }, option: "url" },
    { options: { url: "file:///x", project: "p" }, option: "url" },
    { options: { url: "http://x", project: "../p" }, option: "project" },
  ])("refuses the $option of $options", ({ options, option }) => {
    expect(() => httpTracker(options)).toThrow(
      expect.objectContaining({ code: "invalid-option", details: { option } }),
    );
  });

  it("has no file of its own that needs Node", () => {
    const folder = new URL("./", import.meta.url);
    const files = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.includes(".test."));
    const withNode = files.filter((name) => readFileSync(new URL(name, folder), "utf8").includes('"node:'));
    expect(withNode).toEqual([]);
  });
});
