import { type OnConflict, persisterOn } from "@burrjs/core/persist";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asking } from "./asking.ts";
import type { AskingFact, AskingOptions, AskingTask } from "./asking-child.ts";
import { Child } from "./child.ts";
import { openPlace } from "./place.ts";
import { sharedPlaces } from "./shared-places.ts";
import { storedSteps } from "./stored-steps.ts";

const questions = 1_000;
const { places, environment } = sharedPlaces();

describe.each(places)(
  "two processes that answer one suspended run on $name",
  { timeout: 120_000 },
  ({ place: placeOf }) => {
    const children: Child<AskingFact>[] = [];

    beforeAll(async () => {
      for (const name of ["Ann", "Bob"]) {
        const options: AskingOptions = { place: placeOf(), name };
        children.push(new Child<AskingFact>("./asking-child.ts", options, environment()));
      }
      for (const child of children) await child.fact((fact): fact is AskingFact => fact.type === "ready");
    }, 60_000);

    afterAll(async () => {
      for (const child of children) await child[Symbol.asyncDispose]();
    });

    it.each(["queue", "reject", "abort-other"] as const)(
      "answer each of 1,000 suspensions exactly once (%s)",
      async (onConflict) => {
        const { won, lost, failures, answers } = await compete(onConflict);
        const ids = won.flat();
        expect([ids.length, new Set(ids).size]).toEqual([questions, questions]);
        // What is told to have been taken is what is stored, in the order of the questions, each once.
        expect(answers.map(({ question }) => question)).toEqual([...answers.keys()]);
        const by = (name: string): number => answers.filter((answer) => answer.by === name).length;
        expect([by("Ann"), by("Bob")]).toEqual(won.map(({ length }) => length));
        const refusals = [...new Set([...lost.map(([, code]) => code), ...failures])];
        expect(refusals.filter((code) => !["suspension-answered", "unknown-suspension", "concurrent-run"].includes(code))).toEqual([]); // prettier-ignore
        expect(lost.filter(([id]) => !ids.includes(id))).toEqual([]); // whoever lost, the other has won
      },
    );

    async function compete(onConflict: OnConflict) {
      const appId = `asked ${onConflict}`;
      await using open = await openPlace(placeOf());
      const persister = persisterOn(open.store);
      await (await asking(persister, appId, { questions, onConflict })).run(); // begins the history
      const task: AskingTask = { appId, onConflict, questions };
      for (const child of children) child.write(JSON.stringify(task));
      const facts = await Promise.all(children.map((child) => child.fact((fact) => isAnswered(fact, appId))));
      const stored = await storedSteps(open.store, appId);
      expect(stored.steps.filter(({ status }) => status === "completed")).toHaveLength(questions);
      const loaded = await persister.load({ appId });
      const answers = loaded?.state["answers"] as { question: number; by: string }[]; // as asking() writes it
      expect(answers).toHaveLength(questions);
      return {
        answers,
        won: facts.map((fact) => fact.won),
        lost: facts.flatMap((fact) => fact.lost),
        failures: facts.flatMap((fact) => fact.failures),
      };
    }
  },
);

function isAnswered(fact: AskingFact, appId: string): fact is AskingFact & { readonly type: "answered" } {
  return fact.type === "answered" && fact.appId === appId;
}
