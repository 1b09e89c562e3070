import { expect, it } from "vitest";
import { goesOn, hasEnded } from "./going-on.ts";

it.each([
  { status: "running", goes: true, ended: false },
  { status: "stalled", goes: true, ended: false },
  { status: "lost", goes: false, ended: false },
  { status: "suspended", goes: false, ended: true },
  { status: "failed", goes: false, ended: true },
  { status: "completed", goes: false, ended: true },
  { status: undefined, goes: false, ended: false },
] as const)("of a step that is $status it is known whether it goes on, and whether it has an end", (one) => {
  expect([goesOn(one.status), hasEnded(one.status)]).toEqual([one.goes, one.ended]);
});
