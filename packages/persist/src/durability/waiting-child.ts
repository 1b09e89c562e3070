import { isBurrError } from "@burrjs/core";
import { persisterOn } from "@burrjs/core/persist";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setImmediate } from "node:timers/promises";
import { openPlace, type Place } from "./place.ts";
import { tell } from "./tell.ts";
import { waiting } from "./waiting.ts";

/** What the program is told. */
export interface WaitingTask {
  readonly place: Place;
  readonly appId: string;
  readonly heartbeatMs: number;
  /** What its stream waits for after each tick: a line from the parent ("end": the last one), or only for a moment. */
  readonly waitsFor: "line" | "moment";
}

/** What the program tells: that its stream has begun, and how it ended. */
export type WaitingFact =
  | { readonly type: "begun" }
  | {
      readonly type: "stopped";
      /** The code of the error, or its name if it has none. */
      readonly error: string | null;
      readonly state: unknown;
      readonly lastTick: number;
    };

const { place, appId, heartbeatMs, waitsFor } = JSON.parse(process.argv[2] ?? "") as WaitingTask; // as the test gives it
const told = (fact: WaitingFact): void => {
  tell(fact);
};
const lines = createInterface({ input: process.stdin });
process.stdin.once("end", () => process.exit(1)); // the parent is gone
const waits = {
  line: async (signal: AbortSignal): Promise<unknown> => ((await once(lines, "line", { signal })) as unknown[])[0],
  moment: (signal: AbortSignal): Promise<unknown> => setImmediate(undefined, { signal }),
};
await using open = await openPlace(place);
const app = await waiting(persisterOn(open.store, { heartbeatMs }), appId, { name: "child", wait: waits[waitsFor] });
const stream = app.stream();
let lastTick = 0;
let error: string | null = null;
try {
  for await (const event of stream) {
    if (event.type !== "chunk") continue;
    if (lastTick === 0) told({ type: "begun" });
    lastTick = event.chunk;
  }
} catch (thrown) {
  error = isBurrError(thrown) ? thrown.code : thrown instanceof Error ? thrown.name : String(thrown);
}
await stream.outcome; // an abort rejects what is being read at once, before the step has come to its end
told({ type: "stopped", error, state: app.state, lastTick });
lines.close();
