import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { burr, tempFolder } from "../testing/cli.ts";
import { demoLogs } from "../testing/demo-logs.ts";

const logs = demoLogs();
const file = (dir: string, name = "out.ndjson"): string => join(dir, name);

async function exported(dir: string, what: string): Promise<string> {
  const out = file(tempFolder(), `${what.replaceAll("/", "-")}.ndjson`);
  expect(await burr(dir, ["export", what, "--out", out])).toMatchObject({ code: 0 });
  return out;
}

/** What is imported, exported again. */
async function throughImport(from: string, what: string): Promise<string> {
  const dir = tempFolder();
  const { code, stderr } = await burr(dir, ["import", from]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(readdirSync(dir).filter((name) => name.startsWith("."))).toEqual([]);
  return readFileSync(await exported(dir, what), "utf8");
}

describe("What burr export has written", () => {
  it("comes back as it was, whichever project", async () => {
    for (const project of readdirSync(logs.dir).filter((name) => !name.startsWith("."))) {
      const out = await exported(logs.dir, project);
      // In whatever order: some were written in the same millisecond.
      const [before, after] = [readFileSync(out, "utf8"), await throughImport(out, project)];
      expect(after.split("\n").toSorted()).toEqual(before.split("\n").toSorted());
    }
  });

  it("comes back with notes, partitions, large values, Python's runs, and lines that cannot be read", async () => {
    const dir = tempFolder();
    const project = join(dir, "odd");
    mkdirSync(join(project, "blobs-run", "blobs"), { recursive: true });
    const [inner, outer] = ["a".repeat(64), "b".repeat(64)];
    const ref = (sha256: string): object => ({ $burr: "ref", value: { sha256, bytes: 5, preview: "" } });
    writeFileSync(join(project, "blobs-run/blobs", inner), '"inner"');
    writeFileSync(join(project, "blobs-run/blobs", outer), JSON.stringify(ref(inner)));
    const entry = {
      type: "begin_entry",
      start_time: "2026-11-29T02:30:00Z",
      action: "a",
      inputs: { x: ref(outer) },
      sequence_id: 0,
    };
    const broken = [
      Buffer.from('{"type":"beg'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from(""),
      Buffer.from('{"kind":"end","lines":1}'),
      Buffer.from("[1]\r"),
    ];
    writeFileSync(
      join(project, "blobs-run/log.jsonl"),
      Buffer.concat([
        Buffer.from(`${JSON.stringify(entry)}\n`),
        ...broken.map((one) => Buffer.concat([one, Buffer.from("\n")])),
      ]),
    );
    cpSync(join(project, "blobs-run"), join(project, "parted~k%2F1"), { recursive: true });
    writeFileSync(join(project, "parted~k%2F1/children.jsonl"), '{"type":"child_application_data"}\n');
    mkdirSync(join(project, "py thon"));
    writeFileSync(
      join(project, "py thon/metadata.json"),
      JSON.stringify({
        type: "application_metadata",
        partition_key: "p",
        parent_pointer: null,
        spawning_parent_pointer: null,
      }),
    );
    writeFileSync(join(project, "py thon/log.jsonl"), `${JSON.stringify(entry)}\n`);
    const note = {
      project_id: "odd",
      app_id: "blobs-run",
      partition_key: null,
      span_id: null,
      step_sequence_id: -1,
      step_name: "",
      tags: ["kept"],
      observations: [],
      created: "2026-11-29",
      updated: "2026-11-29",
    };
    writeFileSync(
      join(project, "annotations.jsonl"),
      [4, 9].map((id) => `${JSON.stringify({ ...note, id, author: `n${id}` })}\n`).join(""),
    );
    const out = await exported(dir, "odd");
    const lines = readFileSync(out, "utf8").split("\n");
    expect(lines.filter((line) => line.includes('"kind":"note"'))).toHaveLength(2);
    expect(lines.filter((line) => line.includes('"name":"blobs/'))).toHaveLength(4);
    expect(lines.filter((line) => line.includes('"kind":"line"'))).toHaveLength(10);
    expect(await throughImport(out, "odd")).toBe(readFileSync(out, "utf8"));
    rmSync(join(project, "blobs-run"), { recursive: true });
    const notes = readFileSync(join(project, "annotations.jsonl"), "utf8");
    expect(await burr(dir, ["import", out, "--skip-existing"])).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/odd\/.* is here already/),
    });
    expect(readFileSync(join(project, "annotations.jsonl"), "utf8")).toBe(notes); // it has them already
    expect(
      readFileSync(await exported(dir, "odd"), "utf8")
        .split("\n")
        .toSorted(),
    ).toEqual(lines.toSorted());
  });

  it("can be put together, and goes to another project", async () => {
    const dir = tempFolder();
    const both = file(dir, "both.ndjson");
    for (const run of ["demo-counter", "demo-pipeline/monday"])
      appendFileSync(both, readFileSync(await exported(logs.dir, run)));
    expect(await burr(join(dir, "data"), ["import", both, "--project", "all"])).toMatchObject({ code: 0 });
    expect(readdirSync(join(dir, "data"))).toEqual(["all"]);
    expect(await burr(join(dir, "data"), ["import", both, "--project", "all"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Nothing was copied"),
    });
  });

  it("puts nothing in place when the file breaks off, wherever", async () => {
    const whole = readFileSync(await exported(logs.dir, "demo-pipeline"));
    const dir = tempFolder();
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 3), async (length) => {
        writeFileSync(file(dir), whole.subarray(0, length + 1));
        const { code, stderr } = await burr(join(dir, "data"), ["import", file(dir)]);
        expect([code, stderr]).toEqual([3, expect.stringMatching(/Line \d+ of .*Nothing was imported/)]);
        expect(existsSync(join(dir, "data"))).toBe(false);
      }),
      { numRuns: 25 },
    );
  });

  it("puts nothing in place when runs at its end, or between two files that were put together, are missing", async () => {
    const whole = readFileSync(await exported(logs.dir, "demo-pipeline"), "utf8");
    const cut = whole.slice(0, whole.lastIndexOf('{"kind":"run",'));
    const other = readFileSync(await exported(logs.dir, "demo-counter"), "utf8");
    const dir = tempFolder();
    for (const text of [cut, cut + other]) {
      writeFileSync(file(dir), text);
      const { code, stderr } = await burr(join(dir, "made/data"), ["import", file(dir)]);
      expect([code, stderr]).toEqual([3, expect.stringMatching(/Line \d+ of .*1 of \d+ runs is missing.*Nothing was/)]);
      expect(existsSync(join(dir, "made"))).toBe(false);
    }
    mkdirSync(join(dir, "mine"));
    expect(await burr(join(dir, "mine"), ["import", file(dir)])).toMatchObject({ code: 3 });
    expect(readdirSync(join(dir, "mine"))).toEqual([]); // it was there before
  });
});

const head = { kind: "run", v: 1, project: "p", app_id: "a", partition_key: null, written_ms: 1 };
const end = { kind: "end", lines: 0 };

it.each([
  { what: "another version", lines: [{ ...head, v: 2 }], says: "Line 1 of .*version 2" },
  { what: "records alone", lines: [{ type: "run" }], says: "Line 1 of .*burr export" },
  { what: "a project that leads elsewhere", lines: [{ ...head, project: "../x" }, end], says: "Line 1 of .*--project" },
  {
    what: "a file that leads elsewhere",
    lines: [head, { kind: "file", name: "../../x", text: "" }],
    says: "Line 2 of .*no file that a run has",
  },
  {
    what: "a blob that leads elsewhere",
    lines: [head, { kind: "file", name: `blobs/../${"a".repeat(64)}`, text: "" }],
    says: "Line 2 of",
  },
  {
    what: "a run that is another one",
    lines: [
      head,
      {
        kind: "file",
        name: "metadata.json",
        text: '{"type":"application_metadata","app_id":"b","partition_key":null,"parent_pointer":null,"spawning_parent_pointer":null}',
      },
      { ...end, lines: 1 },
    ],
    says: "Line 3 of .*another one",
  },
  {
    what: "a file twice",
    lines: [head, { kind: "file", name: "graph.json", text: "{}" }, { kind: "file", name: "graph.json", text: "{}" }],
    says: "Line 3 of .*twice",
  },
  { what: "a run twice", lines: [head, end, head, end], says: "Line 4 of .*twice" },
  { what: "a run without an end", lines: [head, head], says: "Line 2 of .*no end" },
  { what: "lines that are missing", lines: [head, { ...end, lines: 3 }], says: "Line 2 of .*missing" },
  { what: "what is no JSON", lines: ["x"], says: "Line 1 of .*no JSON" },
])("$what is refused, with the number of the line", async ({ lines, says }) => {
  const dir = tempFolder();
  writeFileSync(file(dir), lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join(""));
  const { code, stderr } = await burr(join(dir, "data"), ["import", file(dir)]);
  expect([code, stderr]).toEqual([3, expect.stringMatching(new RegExp(says))]);
  expect(readdirSync(dir).filter((name) => name !== "data" && name !== "out.ndjson")).toEqual([]);
  expect(existsSync(join(dir, "data"))).toBe(false);
});

it("An id that looks like a path is no path", async () => {
  const dir = tempFolder();
  writeFileSync(file(dir), [{ ...head, app_id: "../../x" }, end].map((line) => `${JSON.stringify(line)}\n`).join(""));
  expect(await burr(join(dir, "data"), ["import", file(dir)])).toMatchObject({ code: 0 });
  expect(readdirSync(join(dir, "data/p"))).toEqual(["%2E.%2F..%2Fx"]);
});
