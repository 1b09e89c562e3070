import assert from "node:assert/strict";

import type { HistoryStore } from "@burrjs/core/persist";
import { modelClient, ModelData } from "../model/model-data.ts";
import { ModelStore } from "../model/model-store.ts";
import { randomKeys, randomOperation } from "../model/random-operation.ts";
import { Random } from "../model/random.ts";
import type { CasePlace, Cases } from "./case-place.ts";
import { readWhole } from "./whole-history.ts";

/** Random sequences of operations, compared with a model after each. */
export const randomCases: Cases = Object.fromEntries(
  Array.from({ length: 12 }, (_, n) => [
    `does the same as a model for random operations (seed ${n + 1})`,
    (place: CasePlace) => compareWithModel(place, n + 1),
  ]),
);

async function compareWithModel({ store, connect }: CasePlace, seed: number): Promise<void> {
  const random = new Random(seed);
  const model = new ModelStore(modelClient(new ModelData()));
  const stores: [HistoryStore, ...HistoryStore[]] = [store, await connect(), await connect()];
  const done: string[] = [];
  for (let n = 0; n < 60; n++) {
    const { text, key: changed, run } = await randomOperation(random, model);
    done.push(text);
    try {
      assert.deepEqual(await run(random.pick(stores)), await run(model));
      const reader = random.pick(stores);
      // All of them only now and then, since most of the time goes into this.
      for (const key of n % 12 === 11 ? randomKeys : [changed]) {
        assert.deepEqual(await readWhole(reader, key), await readWhole(model, key));
      }
    } catch (error) {
      const last = done.slice(-10).join("\n");
      throw new Error(`After ${done.length} operations, the last ones of which were\n${last}\n${String(error)}`, {
        cause: error,
      });
    }
  }
}
