import { isBurrError, type OnConflict } from "@burrjs/core";
import { persisterOn } from "@burrjs/core/persist";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { asking } from "./asking.ts";
import { openPlace, type Place } from "./place.ts";
import { tell } from "./tell.ts";

/** What the program is told first. */
export interface AskingOptions {
  readonly place: Place;
  readonly name: string;
}

/** What the program is told then: to answer whatever it finds waiting, until all is answered. */
export interface AskingTask {
  readonly appId: string;
  readonly onConflict: OnConflict;
  readonly questions: number;
}

/** What the program tells: that it waits for a task, and what came of each. */
export type AskingFact =
  | { readonly type: "ready" }
  | {
      readonly type: "answered";
      readonly appId: string;
      /** The suspensions whose answer was taken. */
      readonly won: readonly string[];
      /** Those that the other process was quicker at, and what was thrown then. */
      readonly lost: readonly (readonly [id: string, code: string])[];
      /** What running on threw. */
      readonly failures: readonly string[];
    };

const { place, name } = JSON.parse(process.argv[2] ?? "") as AskingOptions; // as the test gives it
await using open = await openPlace(place);
const persister = persisterOn(open.store);
await persister.listAppIds(); // makes the store ready
const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => void answerAll(JSON.parse(line) as AskingTask)); // one at a time, as the test gives them
tellFact({ type: "ready" });
await once(lines, "close");

async function answerAll({ appId, onConflict, questions }: AskingTask): Promise<void> {
  const load = () => asking(persister, appId, { onConflict, questions });
  const won: string[] = [];
  const lost: (readonly [string, string])[] = [];
  const failures: string[] = [];
  let app = await load();
  for (let isOver = false; !isOver;) {
    const [waiting] = await persister.listSuspensions({ appId });
    if (waiting !== undefined) {
      const { id } = waiting;
      await app.resume(id, name).then(
        () => won.push(id),
        (error: unknown) => lost.push([id, codeOf(error)]),
      );
    }
    try {
      isOver = (await app.run()).stopped !== "suspended";
    } catch (error) {
      failures.push(codeOf(error));
      app = await load();
      isOver = app.state.get("answers", []).length === questions;
    }
  }
  tellFact({ type: "answered", appId, won, lost, failures });
}

function codeOf(error: unknown): string {
  return isBurrError(error) ? error.code : String(error);
}

function tellFact(fact: AskingFact): void {
  tell(fact);
}
