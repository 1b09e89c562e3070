import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { parseGraph } from "@burrjs/protocol";
import { describe, expect, it } from "vitest";
import { burr, burrJson, tempFolder } from "../testing/cli.ts";
import { demoLogs } from "../testing/demo-logs.ts";

const logs = demoLogs();

/** A copy of some projects, to be changed. */
function copyOf(...projects: readonly string[]): string {
  const dir = tempFolder();
  chmodSync(dir, 0o700);
  for (const project of projects) cpSync(join(logs.dir, project), join(dir, project), { recursive: true });
  return dir;
}

function folderOf(dir: string, project: string, start: string): string {
  const name = readdirSync(join(dir, project)).find((one) => one.startsWith(start)) ?? "";
  return join(dir, project, name);
}

describe("burr export", () => {
  it("writes a run as a file that is read back", async () => {
    const { code, stdout } = await burr(logs.dir, ["export", "demo-counter/to-ten"]);
    expect(code).toBe(0);
    const lines = stdout.trim().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>); // prettier-ignore
    expect(lines[0]).toEqual({ kind: "runs", count: 1 });
    expect(lines[1]).toMatchObject({
      kind: "run",
      v: 1,
      project: "demo-counter",
      app_id: expect.stringMatching(/^to-ten/),
    });
    expect(lines.at(-1)).toEqual({ kind: "end", lines: lines.length - 3 });
    expect(lines.filter(({ type }) => type === "end_entry")).toHaveLength(11);
  });

  it("writes steps as CSV, safe for spreadsheets", async () => {
    const out = join(tempFolder(), "steps.csv");
    expect(await burr(logs.dir, ["export", "demo-pipeline", "--format", "csv", "--out", out])).toMatchObject({ code: 0, stdout: "" }); // prettier-ignore
    const lines = readFileSync(out, "utf8").split("\r\n");
    expect(lines[0]).toMatch(/^project,app_id,partition_key,sequence_id,/);
    expect(lines.filter((line) => line.includes(",failed,"))).not.toEqual([]);
    expect(lstatSync(out).mode & 0o077).toBe(0);
    const again = await burr(logs.dir, ["export", "demo-pipeline", "--format", "csv", "--out", out]);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining("is there already. Nothing was written") });
  });

  it("writes logs that Burr for Python reads, and that come back by import", async () => {
    const out = tempFolder();
    const { code, stdout } = await burr(logs.dir, ["export", "demo-pipeline", "--format", "python", "--out", out]);
    expect(code).toBe(0);
    expect(stdout.trim().split("\n")).toHaveLength(6);
    const folder = folderOf(out, "demo-pipeline", "wednesday");
    const lines = readFileSync(join(folder, "log.jsonl"), "utf8").trim().split("\n");
    const ends = lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ type }) => type === "end_entry"); // prettier-ignore
    expect(ends[0]).toMatchObject({ action: "fetchOrders", exception: null, state: { source: "wednesday", __SEQUENCE_ID: 0, __PRIOR_STEP: "fetchOrders" } }); // prettier-ignore
    expect(ends[1]).toMatchObject({ action: "validate", exception: expect.stringContaining("InvalidOrder") });
    expect(parseGraph(readFileSync(join(folder, "graph.json"), "utf8"))?.entrypoint).toBe("fetchOrders");
    const dir = tempFolder();
    expect(await burr(dir, ["import", out])).toMatchObject({ code: 0 });
    const state = ["state", "demo-pipeline/wednesday@last"];
    const [python, ours] = [await burrJson(dir, state), await burrJson(logs.dir, state)];
    expect(python).toEqual({ ...(ours as object), __SEQUENCE_ID: 5, __PRIOR_STEP: "report" });
    // What the engine of Burr for Python keeps in a state is no change of it.
    for (const argv of [
      ["show", "demo-pipeline/wednesday@2"],
      ["diff", "demo-pipeline/wednesday@0", "demo-pipeline/wednesday@2"],
    ])
      expect((await burr(dir, argv)).stdout).not.toMatch(/__SEQUENCE_ID|__PRIOR_STEP/);
    expect((await burr(dir, ["show", "demo-pipeline/wednesday"])).stdout).toContain("in the format of Burr for Python");
  });

  it("writes plain JSON for Python when asked", async () => {
    const out = tempFolder();
    await burr(logs.dir, ["export", "demo-pipeline/monday", "--format", "python", "--plain", "--out", out]);
    const log = readFileSync(join(folderOf(out, "demo-pipeline", "monday"), "log.jsonl"), "utf8");
    expect(log).not.toContain("$burr");
    expect(log).toContain('"totals":{"2026-10-01":');
  });
});

describe("burr import", () => {
  it("copies a run, a project or all of them, for its owner alone", async () => {
    const dir = tempFolder();
    const one = folderOf(logs.dir, "demo-chatbot", "sourdough");
    expect(await burr(dir, ["import", one])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Copied 1 run /),
    });
    expect(await burr(dir, ["import", join(logs.dir, "demo-counter"), "--project", "counting"])).toMatchObject({ code: 0 }); // prettier-ignore
    expect(await burrJson(dir, ["list"])).toMatchObject({ items: [{ project: "counting", runs: 5 }, { project: "demo-chatbot", runs: 1 }] }); // prettier-ignore
    const copy = folderOf(dir, "demo-chatbot", "sourdough");
    expect([lstatSync(copy).mode & 0o777, lstatSync(join(copy, "log.jsonl")).mode & 0o777]).toEqual([0o700, 0o600]);
    expect(readFileSync(join(copy, "log.jsonl"))).toEqual(readFileSync(join(one, "log.jsonl")));
  });

  it("keeps when runs were written last, which lists and prune go by", async () => {
    const [from, dir] = [copyOf("demo-counter"), tempFolder()];
    const log = join(folderOf(from, "demo-counter", "limited"), "log.jsonl");
    utimesSync(log, 1_700_000_000, 1_700_000_000);
    await burr(dir, ["import", from]);
    const old = await burrJson(dir, ["list", "demo-counter", "--sort", "last_written_ms", "--limit", "1"]);
    expect(old).toMatchObject({ items: [{ app_id: expect.stringMatching(/^limited-/), last_written_ms: 1_700_000_000_000 }] }); // prettier-ignore
  });

  it("copies nothing when a part of it is there already", async () => {
    const dir = copyOf("demo-counter");
    const { code, stderr } = await burr(dir, ["import", logs.dir]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: 5 runs are here already.*Nothing was copied/);
    expect(readdirSync(dir)).toEqual(["demo-counter"]);
    expect(await burr(dir, ["import", logs.dir, "--skip-existing"])).toMatchObject({ code: 0, stdout: expect.stringContaining("5 were here already") }); // prettier-ignore
  });

  it("takes the notes of a project along, and leaves those alone that are there", async () => {
    const [from, dir] = [copyOf("demo-counter"), tempFolder()];
    writeFileSync(join(from, "demo-counter/annotations.jsonl"), '{"note":1}\n');
    expect(await burr(dir, ["import", join(from, "demo-counter")])).toMatchObject({ code: 0, stderr: "" });
    expect(readFileSync(join(dir, "demo-counter/annotations.jsonl"), "utf8")).toBe('{"note":1}\n');
    const again = await burr(dir, ["import", join(logs.dir, "demo-pipeline"), "--project", "demo-counter"]);
    expect(again).toMatchObject({ code: 0, stderr: "" });
    const more = copyOf("demo-chatbot");
    writeFileSync(join(more, "demo-chatbot/annotations.jsonl"), '{"note":2}\n');
    const third = await burr(dir, ["import", join(more, "demo-chatbot"), "--project", "demo-counter"]);
    expect(third.stderr).toContain("The notes of demo-counter were not copied");
    expect(readFileSync(join(dir, "demo-counter/annotations.jsonl"), "utf8")).toBe('{"note":1}\n');
  });

  it("follows no links, and copies nothing but files of logs", async () => {
    const [from, dir, secret] = [tempFolder(), tempFolder(), tempFolder()];
    writeFileSync(join(secret, "secret.txt"), "secret");
    mkdirSync(join(secret, "run"));
    writeFileSync(join(secret, "run/log.jsonl"), "{}\n");
    const run = join(from, "project/run-1");
    mkdirSync(run, { recursive: true });
    writeFileSync(join(run, "log.jsonl"), '{"type":"heartbeat","t":"2026-11-29T00:00:00Z","pid":1}\n');
    writeFileSync(join(run, ".bashrc"), "echo");
    symlinkSync(join(secret, "secret.txt"), join(run, "metadata.json"));
    symlinkSync(join(secret, "run"), join(from, "project/linked"));
    expect(await burr(dir, ["import", from])).toMatchObject({ code: 0 });
    expect(readdirSync(join(dir, "project"))).toEqual(["run-1"]);
    expect(readdirSync(join(dir, "project/run-1"))).toEqual(["log.jsonl"]);
  });

  it.each([
    { what: "a folder without logs", folder: () => tempFolder(), message: /There are no logs in/ },
    { what: "no folder", folder: () => "/nowhere/at/all", message: /There is no file or folder/ },
  ])("says what is wrong with $what", async ({ folder, message }) => {
    const { code, stderr } = await burr(tempFolder(), ["import", folder()]);
    expect(code).toBe(3);
    expect(stderr).toMatch(message);
  });
});

describe("burr prune", () => {
  function age(dir: string, project: string, start: string, days: number): void {
    const at = new Date(Date.now() - days * 86_400_000);
    utimesSync(join(folderOf(dir, project, start), "log.jsonl"), at, at);
  }

  it("needs to be told what is to go", async () => {
    expect(await burr(logs.dir, ["prune"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--older-than 30d"),
    });
  });

  it("tells what would go, then deletes it, and nothing else", async () => {
    const dir = copyOf("demo-counter", "demo-chatbot");
    const now = (): number => Date.now() + 40 * 86_400_000;
    const dry = await burr(dir, ["prune", "--older-than", "30d", "--dry-run"], { now });
    expect(dry.stdout).toMatch(/Would delete 10 runs/);
    expect(await burrJson(dir, ["list"])).toMatchObject({ items: [{ runs: 5 }, { runs: 5 }] });
    const done = await burr(dir, ["prune", "demo-counter", "--older-than", "30d", "--keep-last", "2"], { now });
    expect(done).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Deleted 3 runs, /) });
    expect(await burrJson(dir, ["list", "demo-counter"])).toMatchObject({ total: 2 });
    expect(await burrJson(dir, ["list", "demo-chatbot"])).toMatchObject({ total: 5 });
  });

  it("deletes nothing by a query that it does not understand", async () => {
    const dir = copyOf("demo-chatbot");
    for (const query of ["stauts:failed", "-status:compelted", "", "steps:>many"]) {
      const { code, stderr } = await burr(dir, ["prune", "demo-chatbot", "--query", query]);
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/The query (?:cannot be understood|is empty)/) }); // prettier-ignore
    }
    expect(await burrJson(dir, ["list", "demo-chatbot"])).toMatchObject({ total: 5 });
  });

  it("goes by a query as well", async () => {
    const dir = copyOf("demo-chatbot");
    age(dir, "demo-chatbot", "overloaded", 1);
    expect(await burr(dir, ["prune", "demo-chatbot", "--query", "status:failed"])).toMatchObject({ code: 0 });
    expect(existsSync(folderOf(dir, "demo-chatbot", "sourdough"))).toBe(true);
    expect(await burrJson(dir, ["list", "demo-chatbot", "--query", "status:failed"])).toMatchObject({ total: 0 });
  });
});

describe("burr doctor", () => {
  it("finds lines that cannot be read, and folders that others may look into", async () => {
    const dir = copyOf("demo-counter");
    const log = join(folderOf(dir, "demo-counter", "to-ten"), "log.jsonl");
    const [first = "", ...rest] = readFileSync(log, "utf8").split("\n");
    writeFileSync(log, [first, "this is no record", ...rest].join("\n"));
    chmodSync(dir, 0o755);
    const { code, stdout } = await burr(dir, ["doctor"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ a line of 17 B cannot be read: .* {2}demo-counter\/to-ten-\w+, log\.jsonl, byte \d+/);
    expect(stdout).toContain(`chmod 700 ${dir}`);
    expect(stdout).toMatch(/✗ 2 things to mend\.\n$/);
    expect(await burrJson(dir, ["doctor"])).toMatchObject({ findings: [{ code: "open-permissions" }, { code: "unreadable-lines", level: "mend" }] }); // prettier-ignore
  });

  it("names what cannot be read, and would look as if there was nothing", async () => {
    const dir = copyOf("demo-counter");
    const notes = join(dir, "demo-counter", "annotations.jsonl");
    rmSync(notes, { force: true });
    mkdirSync(notes);
    const { code, stdout } = await burr(dir, ["doctor"]);
    expect(code).toBe(1);
    expect(stdout).toContain(`✗ the file of the notes of "demo-counter" cannot be read (EISDIR)  ${notes}`);
    expect(stdout).toContain("See what is there, and move it away: until then it shows as empty.");
  });

  it("does not take a last line that was cut for something to mend", async () => {
    const dir = copyOf("demo-counter");
    appendFileSync(join(folderOf(dir, "demo-counter", "to-ten"), "log.jsonl"), '{"type":"begin_ent');
    expect((await burr(dir, ["doctor"])).code).toBe(0);
  });
});

describe("burr graph", () => {
  it("draws what toJSON() gave, and graphs of Burr for Python, with a run over it", async () => {
    const folder = tempFolder();
    const file = join(folder, "graph.json");
    await burr(logs.dir, ["graph", "demo-chatbot", "--out", file]);
    const { stdout } = await burr(logs.dir, ["graph", file, "--run", "demo-chatbot/lighthouses"]);
    expect(stdout).toContain("decideMode ×3");
    expect(stdout).toContain('|"mode=clarify"|');
    const python = { entrypoint: "a", actions: [{ name: "a", reads: ["x"], writes: ["update"], inputs: ["__context"], optional_inputs: ["needed"] }], transitions: [{ from_: "a", to: "a", condition: "default" }] }; // prettier-ignore
    writeFileSync(file, JSON.stringify(python));
    expect((await burr(logs.dir, ["graph", file])).stdout).toMatch(
      /"a<br\/>inputs: needed<br\/>reads: x<br\/>writes: /,
    );
  });

  it.each([
    { content: "no json", code: 3, message: /holds no graph/ },
    { content: '{"actions":[]}', code: 3, message: /holds no graph/ },
  ])("says that $content is no graph", async ({ content, code, message }) => {
    const file = join(tempFolder(), "x.json");
    writeFileSync(file, content);
    expect(await burr(logs.dir, ["graph", file])).toMatchObject({ code, stderr: expect.stringMatching(message) });
  });

  it("says which file is not there", async () => {
    const missing = join(tempFolder(), "gone.json");
    expect(await burr(logs.dir, ["graph", missing])).toMatchObject({
      code: 3,
      stderr: `error: There is no file ${missing}.\n`,
    });
  });
});
