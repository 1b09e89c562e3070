import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { normalise, parseRecord } from "@burrjs/protocol";
import { expect, it } from "vitest";
import { burr, keptFolder, tempFolder } from "../testing/cli.ts";
import { demoLogs } from "../testing/demo-logs.ts";
import { demoRuns, demos, writeDemos } from "./write-demos.ts";

const logs = demoLogs();

function recordsIn(dir: string) {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter(({ name }) => name === "log.jsonl")
    .flatMap(({ parentPath }) => readFileSync(join(parentPath, "log.jsonl"), "utf8").trim().split("\n"))
    .map((line) => parseRecord(line))
    .map((record) => (record.type === "unreadable" || record.type === "unknown" ? record : normalise(record)));
}

it("shows every type of record but those of long silence and of loss", () => {
  const types = new Set(recordsIn(logs.dir).map(({ type }) => type));
  const shown = "access attribute begin_entry begin_span begin_stream checkpoint end_entry end_run end_span end_stream first_item_stream retry run stream_chunk transition"; // prettier-ignore
  expect([...types].toSorted().join(" ")).toBe(shown);
});

it("shows every way in which steps and runs end", () => {
  const records = recordsIn(logs.dir);
  const statuses = (type: string) => new Set(records.flatMap((one) => (one.type === type && "status" in one ? [one.status] : []))); // prettier-ignore
  expect(statuses("end_entry")).toEqual(new Set(["completed", "failed", "aborted", "suspended"]));
  expect(statuses("end_run")).toEqual(new Set(["completed", "failed", "aborted", "suspended", "halted"]));
});

it("says how many tokens models used, by the names of OpenTelemetry", () => {
  const keys = new Set(recordsIn(logs.dir).flatMap((one) => (one.type === "attribute" ? [one.key] : [])));
  for (const key of ["gen_ai.request.model", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens"]) {
    expect(keys).toContain(key);
  }
});

it("gives the same runs for the same seed, but for times", async () => {
  expect(demoRuns(1)).not.toEqual(demoRuns(2));
  const again = keptFolder();
  await writeDemos({ dir: again, seed: 1, speed: 0, signal: new AbortController().signal, done: () => {} });
  const shown = async (dir: string, run: string): Promise<string> =>
    (await burr(dir, ["show", run, "--no-spans"])).stdout
      .split("\n")
      .slice(4)
      .map((line) => line.replaceAll(/[\d.]+ (?:ms|µs|s)\b/g, "… ").replaceAll(/ +/g, " "))
      .join("\n");
  for (const { demo, runs } of demoRuns(1)) {
    for (const { appId } of runs) {
      expect(await shown(again, `${demo.project}/${appId}`)).toBe(await shown(logs.dir, `${demo.project}/${appId}`));
    }
  }
  rmSync(again, { recursive: true });
});

it("refuses to write into demos that are there, unless it may replace them", async () => {
  const dir = tempFolder();
  expect(await burr(dir, ["demo", "--fast"])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Wrote 5 projects/) }); // prettier-ignore
  expect(await burr(dir, ["demo", "--fast"])).toMatchObject({ code: 1, stderr: expect.stringContaining("burr demo --replace") }); // prettier-ignore
  expect((await burr(dir, ["demo", "--fast", "--replace", "--seed", "2"])).code).toBe(0);
  const { stdout } = await burr(dir, ["list"]);
  expect(stdout.trim().split("\n")).toHaveLength(demos.length + 1);
});
