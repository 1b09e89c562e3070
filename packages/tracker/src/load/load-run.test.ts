import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { burr, input, isBurrError } from "@burrjs/core";
import { classCodec } from "@burrjs/core/persist";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localTracker, type LocalTracker } from "../local/local-tracker.ts";
import { freshFolders } from "../testing/fresh-folder.ts";

const freshFolder = freshFolders();

class Money {
  readonly cents: number;
  constructor(cents: number) {
    this.cents = cents;
  }
}
const classes = [classCodec({ name: "Money", type: Money, encode: ({ cents }) => cents, decode: (cents) => new Money(Number(cents)) })]; // prettier-ignore

interface Talk {
  n: number;
  list: readonly unknown[];
  value: unknown;
}

const b = burr<Talk>();
const count = b.action({ reads: ["n"], writes: ["n", "list"], run: (state) => state.update({ n: state.n + 1 }).append({ list: state.n }) }); // prettier-ignore
const set = b.action({ reads: [], writes: ["value"], inputs: { value: input<unknown>() }, run: (_state, { value }) => ({ value }) }); // prettier-ignore

const defaults = { defaultState: { n: 0, list: [], value: null }, defaultEntrypoint: "count" } as const;

/** An application that goes on where its log has got to. */
function open(
  tracker: LocalTracker,
  ids: { readonly appId: string; readonly partitionKey?: string; readonly sequenceId?: number },
  options: object = {},
) {
  // prettier-ignore
  return b
    .app()
    .withActions({ count, set })
    .withTransitions(["count", "set"], ["set", "count"])
    .withIdentifiers(ids)
    .withTracker(tracker)
    .initializeFrom(tracker, { ...defaults, ...options })
    .build();
}

describe("an application that goes on from its log", () => {
  it("begins anew when there is none, also in a folder that is not there yet", async () => {
    const app = await open(localTracker({ project: "new", dir: join(freshFolder(), "a/b") }), { appId: "a" });
    expect([app.sequenceId, app.state.n, app.nextAction, app.parentPointer]).toEqual([-1, 0, "count", null]);
  });

  it("is refused where a line in between cannot be read, until the state is whole again; a line that was cut and written again is none", async () => {
    const dir = freshFolder();
    const tracker = localTracker({ project: "p", dir });
    const app = b.application({ actions: { count }, transitions: [["count", "count"]], entrypoint: "count", state: { n: 0, list: ["x".repeat(5000)], value: null }, appId: "a", tracker }); // prettier-ignore
    await app.run({ maxSteps: 3 });
    await tracker.flush();
    const path = join(dir, "p/a/log.jsonl");
    const lines = readFileSync(path, "utf8").split("\n");
    const second = lines.findIndex(
      (line) => line.startsWith('{"type":"end_entry"') && line.includes('"sequence_id":1'),
    );
    const line = lines[second] ?? "";
    const half = line.slice(0, 100);
    writeFileSync(path, lines.toSpliced(second, 1, half, line).join("\n"));
    expect((await tracker.load({ appId: "a" }))?.state).toMatchObject({ n: 3, list: ["x".repeat(5000), 0, 1, 2] });
    writeFileSync(path, lines.toSpliced(second, 1, half).join("\n"));
    await expect(tracker.load({ appId: "a" })).rejects.toMatchObject({ code: "unreadable-value" });
    expect((await tracker.load({ appId: "a", sequenceId: 0 }))?.state).toMatchObject({ n: 1 });
  });

  it("may be made again before every step: actions come in order, values are what they were", async () => {
    const dir = freshFolder();
    const value = { at: new Date(7), big: 7n, map: new Map([["k", new Set([1])]]), money: new Money(5), none: undefined, bytes: new Uint8Array([1, 2]), nan: Number.NaN, forged: { $burr: "ref", value: 1 } }; // prettier-ignore
    const names: (string | null)[] = [];
    for (let step = 0; step < 6; step += 1) {
      const tracker = localTracker({ project: "again", dir, classes });
      const app = await open(tracker, { appId: "a", partitionKey: "p" });
      names.push(app.nextAction);
      expect(app.sequenceId).toBe(step - 1);
      await app.step({ inputs: { value } });
    }
    expect(names).toEqual(["count", "set", "count", "set", "count", "set"]);
    const last = await open(localTracker({ project: "again", dir, classes }), { appId: "a", partitionKey: "p" });
    expect(last.state.toJSON()).toStrictEqual({ n: 3, list: [0, 1, 2], value });
  });

  it("begins at the entrypoint when it is told not to go on at the next action", async () => {
    const tracker = localTracker({ project: "p", dir: freshFolder() });
    await (await open(tracker, { appId: "a" })).step();
    const app = await open(tracker, { appId: "a" }, { resumeAtNextAction: false });
    expect([app.nextAction, app.state.n]).toEqual(["count", 1]);
  });

  it("tries an action again that has failed", async () => {
    const tracker = localTracker({ project: "p", dir: freshFolder() });
    let isBroken = true;
    const flaky = b.action({ reads: ["n"], writes: ["n"], run({ n }) { if (isBroken) throw new Error("no"); return { n: n + 10 }; } }); // prettier-ignore
    const make = () => b.app().withActions({ count, flaky }).withTransitions(["count", "flaky"]).withIdentifiers({ appId: "a" }).withTracker(tracker).initializeFrom(tracker, defaults).build(); // prettier-ignore
    await expect((await make()).run()).rejects.toThrow("no");
    isBroken = false;
    const app = await make();
    expect([app.nextAction, app.sequenceId, app.state.n]).toEqual(["flaky", 1, 1]);
    expect((await app.run()).state.n).toBe(11);
    expect(app.sequenceId).toBe(2);
  });

  it("finds what a step that did not end has left by ctx.checkpoint()", async () => {
    const dir = freshFolder();
    const tracker = localTracker({ project: "p", dir });
    const resumed: unknown[] = [];
    const long = b.action({
      reads: ["list"],
      writes: ["list"],
      run(state, _inputs, context) {
        resumed.push(context.resumed?.list);
        context.checkpoint(state.append({ list: "half" }));
        if (resumed.length === 1) throw new Error("crash");
        return state.append({ list: "whole" });
      },
    });
    const make = () => b.app().withActions({ long }).withTransitions().withIdentifiers({ appId: "a" }).withTracker(tracker).initializeFrom(tracker, { ...defaults, defaultEntrypoint: "long" }).build(); // prettier-ignore
    await expect((await make()).run()).rejects.toThrow("crash");
    const app = await make();
    await app.run();
    expect(resumed).toEqual([undefined, ["half"]]);
    expect(app.state.list).toEqual(["whole"]);
  });

  it("may be a fork of any of its steps", async () => {
    const tracker = localTracker({ project: "p", dir: freshFolder() });
    await (await open(tracker, { appId: "source" })).run({ maxSteps: 6, inputs: { value: 1 } });
    const fork = await open(tracker, { appId: "fork" }, { forkFromAppId: "source", forkFromSequenceId: 2 });
    expect([fork.sequenceId, fork.state.n, fork.nextAction]).toEqual([2, 2, "set"]);
    expect(fork.parentPointer).toEqual({ appId: "source", partitionKey: null, sequenceId: 2 });
    await fork.step({ inputs: { value: 2 } });
    expect(fork.sequenceId).toBe(3);
    const again = await open(tracker, { appId: "fork" });
    expect(again.parentPointer).toEqual({ appId: "source", partitionKey: null, sequenceId: 2 });
  });

  it("may go back to one of its steps", async () => {
    const tracker = localTracker({ project: "p", dir: freshFolder() });
    await (await open(tracker, { appId: "a" })).run({ maxSteps: 5, inputs: { value: 1 } });
    const app = await open(tracker, { appId: "a", sequenceId: 1 });
    expect([app.sequenceId, app.state.n, app.nextAction]).toEqual([1, 1, "count"]);
    await app.run({ maxSteps: 2, inputs: { value: 2 } });
    expect((await tracker.load({ appId: "a" }))?.state).toMatchObject({ n: 2, value: 2 });
    expect((await tracker.load({ appId: "a", sequenceId: 3 }))?.state).toMatchObject({ value: 2 }); // the later one
  });
});

it("a commit that was undone is none to go on from", async () => {
  const tracker = localTracker({ project: "p", dir: freshFolder() });
  const pay = b.action({ reads: ["n"], writes: ["n"], run: ({ n }) => ({ n: n + 100 }), undo: ({ n }) => ({ n: n - 100 }) }); // prettier-ignore
  const app = b.application({ actions: { count, pay }, transitions: [["count", "pay"], ["pay", "count"]], entrypoint: "count", state: { n: 0, list: [], value: 0 }, appId: "a", tracker }); // prettier-ignore
  await app.run({ maxSteps: 2 });
  await app.compensate();
  expect(await tracker.load({ appId: "a" })).toMatchObject({ state: { n: 1 }, after: "count", sequenceId: 2, commitId: 2 }); // prettier-ignore
});

describe("load()", () => {
  it("finds the state after each step, whatever it is", async () => {
    const value = fc.anything({ withDate: true, withMap: true, withSet: true, withBigInt: true, withSparseArray: true, withNullPrototype: true, maxDepth: 2 }); // prettier-ignore
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 5 }), async (values) => {
        const tracker = localTracker({ project: "p", dir: freshFolder() });
        const app = b.application({ actions: { set }, transitions: [["set", "set"]], entrypoint: "set", state: { n: 0, list: [], value: "x".repeat(3000) }, appId: "a", tracker }); // prettier-ignore
        for (const one of values) await app.step({ inputs: { value: one } });
        for (const [sequenceId, one] of values.entries()) {
          const run = await tracker.load({ appId: "a", sequenceId });
          expect(run?.state).toStrictEqual({ n: 0, list: [], value: one });
        }
      }),
      { numRuns: 30 },
    );
  });

  it("brings large values back", async () => {
    const tracker = localTracker({ project: "p", dir: freshFolder() });
    const app = await open(tracker, { appId: "a" });
    await app.step();
    const value = { text: "é".repeat(100_000), list: Array.from({ length: 50_000 }, (_one, index) => ({ index })) };
    await app.step({ inputs: { value } });
    expect((await tracker.load({ appId: "a" }))?.state["value"]).toEqual(value);
  });

  it("finds the application of a partition that was written last", async () => {
    const dir = freshFolder();
    const tracker = localTracker({ project: "p", dir });
    for (const [appId, partitionKey] of [["one", "x"], ["two", "y"]] as const) await (await open(tracker, { appId, partitionKey })).step(); // prettier-ignore
    expect((await tracker.load({ partitionKey: "x" }))?.appId).toBe("one");
    expect(await tracker.load({})).toBeUndefined();
    expect(await tracker.load({ appId: "one" })).toBeUndefined(); // of no partition
    expect(await tracker.load({ appId: "one", partitionKey: "y" })).toBeUndefined();
  });

  it("says which value was hidden or left out, by its path", async () => {
    const tracker = localTracker({ project: "p", dir: freshFolder(), redact: ["*key*"] });
    const app = await open(tracker, { appId: "a" });
    await app.step();
    await app.step({ inputs: { value: { list: [{ apiKey: "sk-1" }] } } });
    const failure = await tracker.load({ appId: "a" }).catch((error: unknown) => error);
    expect(isBurrError(failure) && [failure.code, failure.message]).toEqual(["unreadable-value", expect.stringContaining("state.value.list[0].apiKey was hidden")]); // prettier-ignore
    expect((await tracker.load({ appId: "a", sequenceId: 0 }))?.state["n"]).toBe(1);
    const plain = localTracker({ project: "q", dir: freshFolder() });
    const other = await open(plain, { appId: "a" });
    await other.step();
    await other.step({ inputs: { value: new Map([["call", () => 1]]) } });
    await expect(plain.load({ appId: "a" })).rejects.toThrow("state.value[0][1] could not be stored (function)");
  });

  it("says that a step is not there", async () => {
    const tracker = localTracker({ project: "p", dir: freshFolder() });
    await (await open(tracker, { appId: "a" })).step();
    await expect(tracker.load({ appId: "a", sequenceId: 9 })).rejects.toMatchObject({ code: "unknown-sequence-id" });
    await expect(open(tracker, { appId: "x" }, { forkFromAppId: "nobody" })).rejects.toMatchObject({ code: "unknown-run" }); // prettier-ignore
  });

  it("tells of a step that began and did not end", async () => {
    const dir = freshFolder();
    const tracker = localTracker({ project: "p", dir });
    await (await open(tracker, { appId: "a" })).run({ maxSteps: 2, inputs: { value: 1 } });
    await tracker.flush();
    const path = join(dir, "p/a/log.jsonl");
    const lines = readFileSync(path, "utf8").trimEnd().split("\n");
    const end = lines.findLastIndex((line) => line.includes('"end_entry"'));
    const beat = '{"type":"heartbeat","t":"2026-11-29T00:00:05.000000Z","pid":1}';
    writeFileSync(path, [...lines.slice(0, end), beat, "no json", '{"half'].join("\n"));
    expect(await tracker.load({ appId: "a" })).toMatchObject({
      sequenceId: 1,
      commitId: 0,
      after: "count",
      status: "unfinished",
      state: { n: 1, value: null },
      aliveAtMs: Date.UTC(2026, 10, 29, 0, 0, 5),
    });
  });

  it("reads what Burr for Python has written", async () => {
    const dir = freshFolder();
    const folder = join(dir, "py", "my-app");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "metadata.json"), '{"type": "application_metadata", "partition_key": "user", "parent_pointer": null, "spawning_parent_pointer": null}'); // prettier-ignore
    const lines = [
      { type: "begin_entry", start_time: "2024-05-01T10:00:00.000001", action: "count", inputs: {}, sequence_id: 0 },
      { type: "end_entry", end_time: "2024-05-01T10:00:01.5", action: "count", result: { n: 1 }, exception: null, state: { n: 1, list: [0], value: null, __SEQUENCE_ID: 0, __PRIOR_STEP: "count" }, sequence_id: 0 }, // prettier-ignore
      { type: "begin_entry", start_time: "2024-05-01T10:00:02", action: "set", inputs: {}, sequence_id: 1 },
      { type: "end_entry", end_time: "2024-05-01T10:00:03", action: "set", result: null, exception: "Traceback …", state: { n: 1, list: [0], value: null, __SEQUENCE_ID: 1, __PRIOR_STEP: "count" }, sequence_id: 1 }, // prettier-ignore
    ];
    writeFileSync(join(folder, "log.jsonl"), lines.map((line) => `${JSON.stringify(line, null, 1).replaceAll(/\n */g, " ")}\n`).join("")); // prettier-ignore
    const tracker = localTracker({ project: "py", dir });
    expect(await tracker.load({ appId: "my-app", partitionKey: "user" })).toMatchObject({
      state: { n: 1, list: [0], value: null },
      sequenceId: 1,
      after: "count",
      status: "failed",
      savedAtMs: new Date("2024-05-01T10:00:03").getTime(),
    });
    const app = await open(tracker, { appId: "my-app", partitionKey: "user" });
    expect([app.nextAction, Object.keys(app.state)]).toEqual(["set", ["n", "list", "value"]]);
  });
});

describe('the form "python"', () => {
  it("has all fields that Burr's models require, and nothing that they do not know", async () => {
    const dir = freshFolder();
    const tracker = localTracker({ project: "py", dir, format: "python" });
    const talk = b.action({
      reads: ["n"],
      writes: ["n"],
      inputs: { more: input<number>().optional() },
      async *run(state, _inputs, context) {
        context.span("llm", (span) => span.log({ model: "large" }));
        yield "a";
        return [{ said: "a" }, { n: state.n + 1 }];
      },
    });
    const app = b.application({ actions: { talk, count }, transitions: [["talk", "talk"]], entrypoint: "talk", state: { n: 0, list: [], value: { when: new Date(0) } }, appId: "a", partitionKey: "p", tracker }); // prettier-ignore
    for (let step = 0; step < 2; step += 1) await (await app.streamResult({ haltAfter: "talk" })).get();
    await tracker.flush();
    const folder = join(dir, "py/a");
    const records = readFileSync(join(folder, "log.jsonl"), "utf8").trimEnd().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>); // prettier-ignore
    expect(records.slice(0, 8).map((record) => Object.keys(record))).toEqual([
      ["type", "start_time", "action", "inputs", "sequence_id"],
      ["type", "action_sequence_id", "span_id", "stream_init_time"],
      ["type", "start_time", "action_sequence_id", "span_id", "span_name", "parent_span_id", "span_dependencies"],
      ["type", "key", "action_sequence_id", "span_id", "value", "tags", "time_logged"],
      ["type", "end_time", "action_sequence_id", "span_id"],
      ["type", "action_sequence_id", "span_id", "first_item_time"],
      ["type", "action_sequence_id", "span_id", "end_time", "items_streamed"],
      ["type", "end_time", "action", "result", "exception", "state", "sequence_id"],
    ]);
    expect(records).toHaveLength(16);
    const ends = records.filter(({ type }) => type === "end_entry");
    expect(ends.map(({ result, state }) => [result, state])).toEqual([
      [{ said: "a" }, { n: 1, list: [], value: { when: { $burr: "date", value: "1970-01-01T00:00:00.000Z" } }, __SEQUENCE_ID: 0, __PRIOR_STEP: "talk" }], // prettier-ignore
      [{ said: "a" }, { n: 2, list: [], value: { when: { $burr: "date", value: "1970-01-01T00:00:00.000Z" } }, __SEQUENCE_ID: 1, __PRIOR_STEP: "talk" }], // prettier-ignore
    ]);
    const graph = JSON.parse(readFileSync(join(folder, "graph.json"), "utf8")) as { actions: readonly object[] };
    expect(Object.keys(graph)).toEqual(["type", "entrypoint", "actions", "transitions"]);
    expect(graph.actions[0]).toMatchObject({ inputs: ["more"], optional_inputs: [] }); // swapped, as in files of Python
    expect(JSON.parse(readFileSync(join(folder, "metadata.json"), "utf8"))).toEqual({ type: "application_metadata", partition_key: "p", parent_pointer: null, spawning_parent_pointer: null, app_id: "a" }); // prettier-ignore
    expect((await tracker.load({ appId: "a", partitionKey: "p" }))?.state).toEqual({ n: 2, list: [], value: { when: new Date(0) } }); // prettier-ignore
  });
});
