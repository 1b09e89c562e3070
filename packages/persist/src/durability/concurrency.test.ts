import { type OnConflict, persisterOn } from "@burrjs/core/persist";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Child } from "./child.ts";
import { counting } from "./counting.ts";
import type { CountingFact, CountingOptions, CountingTask } from "./counting-child.ts";
import { openPlace } from "./place.ts";
import { sharedPlaces } from "./shared-places.ts";
import { storedSteps } from "./stored-steps.ts";

const processes = 8;
const tries = 125;
const { places, environment } = sharedPlaces();

describe.each(places)(
  "8 processes that count in one application on $name",
  { timeout: 120_000 },
  ({ place: placeOf }) => {
    const children: Child<CountingFact>[] = [];

    beforeAll(async () => {
      for (let number = 0; number < processes; number += 1) {
        const options: CountingOptions = { place: placeOf(), name: `process ${number}` };
        children.push(new Child<CountingFact>("./counting-child.ts", options, environment()));
      }
      for (const child of children) await child.fact((fact): fact is CountingFact => fact.type === "ready");
    }, 60_000);

    afterAll(async () => {
      for (const child of children) await child[Symbol.asyncDispose]();
    });

    it("get 1,000 when they queue", async () => {
      const { failures, marks, sum } = await count("queue");
      expect(failures).toEqual([]);
      expect(marks).toHaveLength(processes * tries);
      expect(sum).toBe(processes * tries);
    });

    it("get as many as succeeded when they reject, and each failure says that others were faster", async () => {
      const { failures, marks, sum } = await count("reject");
      expect(sum).toBe(marks.length);
      expect(failures.length + marks.length).toBe(processes * tries);
      expect([...new Set(failures)]).toEqual(["concurrent-run"]);
    });

    it("get as many as succeeded when each takes the application from the others", async () => {
      const { failures, marks, sum } = await count("abort-other");
      expect(sum).toBe(marks.length);
      expect(failures.length + marks.length).toBe(processes * tries);
      expect(failures.filter((failure) => failure !== "concurrent-run")).toEqual([]);
    });

    /** Has all count at once. What they told to have counted is what is stored, each once. */
    async function count(onConflict: OnConflict): Promise<Counted> {
      const task: CountingTask = { appId: onConflict, onConflict, tries };
      await using open = await openPlace(placeOf());
      const persister = persisterOn(open.store);
      const app = await counting(persister, onConflict, onConflict);
      await app.updateState(app.state); // begins the history
      for (const child of children) child.write(JSON.stringify(task));
      const counted = await Promise.all(children.map((child) => child.fact((fact) => isCounted(fact, onConflict))));
      const marks = counted.flatMap((one) => one.marks).toSorted();
      const loaded = await persister.load({ appId: onConflict });
      const stored = await storedSteps(open.store, onConflict);
      expect(stored.indexes).toEqual([...stored.indexes.keys()]);
      expect(stored.headStatus).toBe("idle");
      expect(stored.steps.flatMap((step) => step.marks).toSorted()).toEqual(marks);
      expect(stored.steps.filter(({ status }) => status === "completed")).toHaveLength(marks.length);
      return { marks, failures: counted.flatMap((one) => one.failures), sum: loaded?.state["sum"] };
    }
  },
);

interface Counted {
  readonly marks: readonly string[];
  readonly failures: readonly string[];
  readonly sum: unknown;
}

function isCounted(fact: CountingFact, appId: string): fact is CountingFact & { readonly type: "counted" } {
  return fact.type === "counted" && fact.appId === appId;
}
