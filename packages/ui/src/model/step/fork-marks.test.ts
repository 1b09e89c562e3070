import { preview } from "@burrjs/protocol";
import { describe, expect, it } from "vitest";
import { forkMark, tapedFrom } from "./fork-marks.ts";

const attributes = (values: Readonly<Record<string, unknown>>) =>
  Object.entries(values).map(([key, value]) => ({ key, value: preview(value), logged_ms: null }));

describe("what the attributes of a fork's step tell", () => {
  it.each([
    {
      when: "it was taken from tape",
      values: { "burr.tape": true, "burr.tape.sequence_id": 12 },
      taped: { sequenceId: 12 },
    },
    { when: "the tape does not say of which step", values: { "burr.tape": true }, taped: { sequenceId: null } },
    { when: "it ran", values: { "burr.tape": false, model: "m" }, taped: undefined },
  ])("says that $when", ({ values, taped }) => {
    expect(tapedFrom(attributes(values))).toEqual(taped);
  });

  it("says how the fork runs, whatever somebody has put there", () => {
    expect(forkMark(attributes({ "burr.fork": { at: "before", mode: "mixed", label: "cooler" } }))).toEqual({ mode: "mixed", label: "cooler" }); // prettier-ignore
    expect(forkMark(attributes({ "burr.fork": { mode: 3 } }))).toEqual({ mode: "", label: "" });
    expect(forkMark(attributes({ "burr.fork": "yes" }))).toBeUndefined();
    expect(forkMark([])).toBeUndefined();
  });
});
