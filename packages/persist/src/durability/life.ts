import { setImmediate } from "node:timers/promises";
import { Child } from "./child.ts";
import type { EssayFact, EssayTask } from "./essay-child.ts";
import type { Place } from "./place.ts";
import type { SelfKill } from "./self-kill.ts";

/** When a process dies: when it has told so many facts and so many turns have passed, or at a call of its database client. */
export type Moment = { readonly facts: number; readonly turns: number } | SelfKill;

/** Where an essay is written. */
export interface LifePlace {
  readonly place: Place;
  readonly appId: string;
  /** Of all children. */
  readonly environment: NodeJS.ProcessEnv;
}

/** What the processes that wrote an essay have told, one after the other, and how many of them were killed. */
export interface Life {
  readonly processes: readonly (readonly EssayFact[])[];
  readonly kills: number;
}

/** Writes an essay to its end, by one process after the other: one for each moment, which is killed then, and a last one. */
export async function live(where: LifePlace, moments: readonly Moment[]): Promise<Life> {
  const processes: (readonly EssayFact[])[] = [];
  for (const [kills, moment] of [...moments, undefined].entries()) {
    const { facts, isKilled } = await liveUntil(where, moment);
    processes.push(facts);
    if (!isKilled) return { processes, kills };
  }
  throw new Error("A process was killed that nobody wanted to kill.");
}

/** The facts that a process tells until it is killed, or at its end. */
async function liveUntil(where: LifePlace, moment: Moment | undefined): Promise<Told> {
  const kill = moment !== undefined && "call" in moment ? moment : undefined;
  const task: EssayTask = { place: where.place, appId: where.appId, kill };
  await using child = new Child<EssayFact>("./essay-child.ts", task, where.environment);
  if (moment !== undefined && "facts" in moment) killAt(child, moment);
  const { code, signal, complaints } = await child.end;
  const isKilled = signal === "SIGKILL";
  if ((code !== 0 && !isKilled) || complaints !== "") throw new Error(`The child ended with ${code}. ${complaints}`);
  return { facts: child.facts, isKilled };
}

interface Told {
  readonly facts: readonly EssayFact[];
  readonly isKilled: boolean;
}

function killAt(child: Child<EssayFact>, { facts, turns }: { readonly facts: number; readonly turns: number }): void {
  child.onFact = () => {
    if (child.facts.length === facts) void killLater(child, turns);
  };
}

async function killLater(child: Child<EssayFact>, turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await setImmediate();
  child.signal("SIGKILL");
}
