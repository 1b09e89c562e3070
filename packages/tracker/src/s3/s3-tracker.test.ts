import { burr } from "@burrjs/core";
import { describe, expect, it } from "vitest";
import { s3Server } from "../testing/s3-server.ts";
import { s3Logs, s3Tracker } from "./index.ts";

const { client, newBucket } = await s3Server();
const bucket = await newBucket();

const b = burr<{ count: number; text: string }>();
const count = b.action({ reads: ["count"], writes: ["count"], run: (state) => state.increment({ count: 1 }) });
const text = "x".repeat(2_000);

interface Line {
  readonly type: string;
  readonly form?: string;
}

async function runsOf(prefix: string, options: { readonly exclusive?: boolean; readonly shared?: boolean }) {
  const { exclusive = false } = options;
  await using tracker = s3Tracker({ client, bucket, prefix, project: "p", exclusive });
  const app = b.application({
    actions: { count },
    transitions: [["count", "count"]],
    entrypoint: "count",
    state: { count: 0, text },
    appId: "a",
    tracker,
  });
  for (let n = 0; n < 3; n += 1) {
    await app.step();
    await tracker.flush();
  }
  const run = (await s3Logs({ client, bucket, prefix }).open("p", "a"))!;
  const bytes = await run.read(0, (await run.stat())!.sizeBytes);
  const lines = new TextDecoder().decode(bytes).trimEnd().split("\n");
  return { run, lines: lines.map((line) => JSON.parse(line) as Line) };
}

describe("s3Tracker()", () => {
  it("writes the log of an application, which s3Logs() finds", async () => {
    const { run, lines } = await runsOf("one/", {});
    expect(lines.filter(({ type }) => type === "end_entry")).toHaveLength(3);
    expect(lines.filter(({ type }) => type === "end_run")).toHaveLength(3);
    expect(JSON.parse((await run.text("metadata.json"))!)).toMatchObject({ app_id: "a" });
    expect(JSON.parse((await run.text("graph.json"))!)).toMatchObject({ entrypoint: "count" });
  });

  it("begins each run with the whole state, unless no other process writes the log", async () => {
    const wholeStates = (lines: readonly Line[]) =>
      lines.filter((line) => JSON.stringify(line).includes(text) && line.form !== "patch").length;
    expect(wholeStates((await runsOf("two/", {})).lines)).toBeGreaterThanOrEqual(3);
    expect(wholeStates((await runsOf("three/", { exclusive: true })).lines)).toBe(1);
  });
});
