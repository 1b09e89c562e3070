import { persisterOn, type HistoryStore } from "@burrjs/core/persist";
import { expect } from "vitest";
import { allMarks, wordAt } from "./essay.ts";
import type { EssayFact } from "./essay-child.ts";
import type { Life } from "./life.ts";
import { type StoredStep, type StoredSteps, storedSteps } from "./stored-steps.ts";

/** What a life has to have led to. */
export interface Outcome {
  readonly appId: string;
  /** The state at the end of an undisturbed run. */
  readonly state: unknown;
}

/** Expects that a life has left the history of a run of which nothing that was told is lost, and nothing happened twice. */
export async function expectWhole(store: HistoryStore, { processes, kills }: Life, outcome: Outcome): Promise<void> {
  const { appId, state } = outcome;
  const persister = persisterOn(store);
  expect(await persister.load({ appId })).toMatchObject({ state, after: "finish", status: "completed" });
  const stored = await storedSteps(store, appId);
  expectOrder(stored);
  const facts = processes.flat();
  expectTold(stored.steps, facts);
  const conflicts = facts.filter(({ type }) => type === "conflict").length;
  const unfinished = stored.steps.filter(({ status }) => status === "unfinished");
  expect(unfinished.length).toBeLessThanOrEqual(kills + conflicts);
  expectCheckpoints(processes);
  for (const { action, sequenceId, status } of stored.steps) {
    if (action !== "draft" || status !== "completed") continue;
    const chunks: unknown[] = [];
    let last: string | undefined;
    for await (const event of persister.readStream(appId, sequenceId)) {
      if (event.type === "chunk") chunks.push(event.chunk);
      last = event.type;
    }
    expect(last).toBe("step-end");
    // What was told of it, and whatever was said after its process was killed.
    const told = facts.flatMap((fact) => (fact.type === "chunk" && fact.sequenceId === sequenceId ? [fact.chunk] : []));
    expect(chunks.slice(0, told.length)).toEqual(told);
  }
}

/** Rows without gaps, sequence ids likewise, each action once, and what did not commit tried again at once. */
function expectOrder({ indexes, steps, headStatus }: StoredSteps): void {
  expect(indexes).toEqual([...indexes.keys()]);
  expect(indexes).toHaveLength(steps.length + 1); // the first row is the beginning
  expect(headStatus).toBe("idle");
  expect(steps.map(({ sequenceId }) => sequenceId)).toEqual([...steps.keys()]);
  const completed = steps.filter(({ status }) => status === "completed");
  expect(completed.map(({ marks }) => marks)).toEqual(allMarks.map((mark) => [mark]));
  for (const [place, { action, status, marks }] of steps.entries()) {
    expect(["completed", "unfinished", "failed"]).toContain(status);
    if (status === "completed") continue;
    expect(marks).toEqual([]);
    expect(steps[place + 1]?.action).toBe(action);
    if (status === "failed") expect(action).toBe("publish");
  }
}

/** What anybody has seen is stored as they have seen it. */
function expectTold(steps: readonly StoredStep[], facts: readonly EssayFact[]): void {
  const ends = { committed: "completed", failed: "failed" };
  for (const fact of facts) {
    if (fact.type === "ended" || fact.type === "conflict") continue;
    const step = steps[fact.sequenceId];
    expect(step?.action).toBe(fact.action);
    if (fact.type === "committed" || fact.type === "failed") expect(step?.status).toBe(ends[fact.type]);
  }
  const commits = facts.flatMap((fact) => (fact.type === "committed" ? [fact.sequenceId] : []));
  expect(new Set(commits).size).toBe(commits.length);
}

/** A draft goes on behind what was saved when its last chunk was delivered. */
function expectCheckpoints(processes: Life["processes"]): void {
  const latest = new Map<string, number>();
  for (const facts of processes) {
    const goneOn = new Set<string>();
    for (const fact of facts) {
      if (fact.type !== "chunk" || fact.action !== "draft") continue;
      const [round = "", place = ""] = fact.chunk.split(".");
      expect(fact.chunk).toBe(wordAt(Number(round), Number(place)));
      const before = latest.get(round);
      if (before !== undefined && !goneOn.has(round)) expect(Number(place)).toBeGreaterThanOrEqual(before);
      goneOn.add(round);
      latest.set(round, Number(place));
    }
  }
}
