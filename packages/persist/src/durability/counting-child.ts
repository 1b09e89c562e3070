import { isBurrError } from "@burrjs/core";
import { type OnConflict, persisterOn } from "@burrjs/core/persist";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { counting } from "./counting.ts";
import { openPlace, type Place } from "./place.ts";
import { tell } from "./tell.ts";

/** What the program is told first. */
export interface CountingOptions {
  readonly place: Place;
  /** Part of its marks. */
  readonly name: string;
}

/** What the program is told then, again and again, as a line of JSON. */
export interface CountingTask {
  readonly appId: string;
  readonly onConflict: OnConflict;
  /** How often it tries to add one. */
  readonly tries: number;
}

/** What the program tells: that it waits for a task, and what came of each. */
export type CountingFact =
  | { readonly type: "ready" }
  | {
      readonly type: "counted";
      readonly appId: string;
      /** Of the tries that succeeded. */
      readonly marks: readonly string[];
      /** What the others threw: codes, or names of errors without one. */
      readonly failures: readonly string[];
    };

const { place, name } = JSON.parse(process.argv[2] ?? "") as CountingOptions; // as the test gives it
await using open = await openPlace(place);
const persister = persisterOn(open.store);
await persister.listAppIds(); // makes the store ready
const told = (fact: CountingFact): void => {
  tell(fact);
};
const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => void count(JSON.parse(line) as CountingTask)); // one at a time, as the test gives them
told({ type: "ready" });
await once(lines, "close");

async function count({ appId, onConflict, tries }: CountingTask): Promise<void> {
  const load = () => counting(persister, appId, onConflict);
  const marks: string[] = [];
  const failures: string[] = [];
  let app = await load();
  for (let number = 0; number < tries; number += 1) {
    const mark = `${name} ${number}`;
    try {
      await app.step({ inputs: { mark } });
      marks.push(mark);
    } catch (error) {
      failures.push(isBurrError(error) ? error.code : String(error));
      app = await load();
    }
  }
  told({ type: "counted", appId, marks, failures });
}
