import type { RunHeader } from "@burrjs/protocol";
import { describe, expect, test } from "vitest";
import { logFindings } from "./log-findings.ts";
import { redactedPaths, reportText } from "./report.ts";

const healthy: RunHeader = { app_id: "chat", partition_key: null, status: "completed", started_ms: 0, last_written_ms: 0, duration_ms: 1, steps: 3, errors: 0, last_action: null, actions: [], tokens: null, models: [], usage: [], parent: null, spawned_by: null, forks: 0, children: 0, notes: 0, tags: [], size_bytes: 1000, project: "p", graph_hash: "ab", graphs: [], first_sequence_id: 0, last_sequence_id: 2, children_list: [], unreadable_lines: 0, lost_records: 0, run_error: null, process: null, clock_went_back: false, format: "burrjs", indexed: 1 }; // prettier-ignore

describe("a log", () => {
  test("that is healthy has nothing to tell of", () => {
    expect(logFindings({ header: healthy, unreadable: [] })).toEqual([]);
  });

  test("is told of with the place of each line that cannot be read; a last half line is nothing to mend", () => {
    const unreadable = [
      { offset: 100, bytes: 20, reason: "no JSON" },
      { offset: 990, bytes: 10, reason: "cut short" },
    ];
    const found = logFindings({ header: healthy, unreadable });
    expect(found.map(({ level, where }) => [level, where])).toEqual([
      ["mend", "byte 100 of log.jsonl"],
      ["note", "byte 990 of log.jsonl"],
    ]);
    expect(found[0]?.remedy).toContain("tail -c +101 log.jsonl | head -c 20");
  });

  test.each([
    [{ lost_records: 2 }, "2 records could not be written, and are lost"],
    [{ graph_hash: null }, "It has no graph"],
    [{ clock_went_back: true }, "The clock of its machine went back"],
    [{ status: "lost" as const }, "Its process is gone without an end"],
  ])("with %j is told of: %s", (given, what) => {
    expect(logFindings({ header: { ...healthy, ...given }, unreadable: [] })[0]?.what).toBe(what);
  });

  test("with very many bad lines tells of the first ones, and how many more there are", () => {
    const unreadable = Array.from({ length: 70 }, (_, index) => ({ offset: index, bytes: 1, reason: "x" }));
    expect(logFindings({ header: healthy, unreadable }).at(-1)?.what).toBe("20 more lines cannot be read");
  });
});

test.each([
  ["cannot open /home/ada/.burr/chat/log.jsonl: denied", "cannot open ⟨path⟩: denied"],
  ["at C:\\Users\\Ada\\x.ts", "at ⟨path⟩"],
  ["in \\\\server\\share\\x now", "in ⟨path⟩ now"],
  ["see ~/secret/x and ./y/z", "see ⟨path⟩ and ⟨path⟩"],
  ['"/var/lib/x" file:///etc/passwd', '"⟨path⟩" ⟨path⟩'],
  ["3 / 4 runs, 50 % and/or", "3 / 4 runs, 50 % and/or"],
])("%j loses its paths", (text, redacted) => {
  expect(redactedPaths(text)).toBe(redacted);
});

test("the report names no project, no run, and no path", () => {
  const meta = {
    name: "burr",
    version: "1.2.3",
    capabilities: { notes: true, ingestion: false, writes: true, forks: true },
    security: { reads: "token", writes: "none" },
    dir: "/home/ada/logs",
    is_usual_dir: false,
    runners: [],
    limits: { body_bytes: 5, ingest_bytes: 5, event_streams: 5 },
  } as const;
  const finding = {
    level: "mend" as const,
    what: "A line cannot be read: in /home/ada/x",
    where: "byte 3 of log.jsonl",
    remedy: "",
  };
  const project = {
    project: "secret-customer",
    runs: 5,
    checked: 4,
    failed: 0,
    bytes: 1200,
    unreadable: 1,
    lost: 0,
    indexing: 0,
    findings: [{ app: "ada-1", partition: "ada", findings: [finding] }],
  };
  const text = reportText(meta, [project], "Chrome 142");
  expect(text).toContain("Burr 1.2.3");
  expect(text).toContain("Data folder: ⟨path⟩\n");
  expect(text).toContain("run 1.1, mend: A line cannot be read: in ⟨path⟩ (byte 3 of log.jsonl)");
  expect(text).not.toMatch(/secret-customer|\bada\b/);
});
