import { describe, expect, it } from "vitest";
import { givenInputs, inputsToFill, wantedText } from "./wanted-inputs.ts";

const prompt = { name: "prompt", has_value: false };
const tone = { name: "tone", has_value: true };

describe("the inputs that a run asks for", () => {
  it("are filled in where there is a gap for each", () => {
    expect(inputsToFill(["prompt", 'a "b"'])).toBe('{\n  "prompt": ,\n  "a \\"b\\"": \n}');
    expect(inputsToFill([])).toBe("{}");
    expect(givenInputs(inputsToFill(["prompt"]), [prompt])).toMatchObject({ problem: { line: 3 } });
  });

  it("are given when each has a value, from now or from before", () => {
    expect(givenInputs('{"prompt": "Hi"}', [prompt, tone])).toEqual({ inputs: { prompt: "Hi" } });
    expect(givenInputs("{}", [tone])).toEqual({ inputs: {} });
    expect(givenInputs('{"tone": 1}', [prompt, tone])).toEqual({ missing: ["prompt"] });
    expect(givenInputs("[]", [tone])).toMatchObject({ problem: { line: 1 } });
  });

  it("are told of: what is needed, and what would stay", () => {
    expect(wantedText("ask", [prompt])).toBe("ask needs prompt.");
    expect(wantedText("ask", [tone])).toBe('Write { "tone": … } for another tone; else the run takes what it had.');
    expect(wantedText(null, [prompt, tone])).toBe(
      'The next action needs prompt. Write { "tone": … } for another tone; else the run takes what it had.',
    );
  });
});
