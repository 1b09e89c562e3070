import type { AskedInput } from "@burrjs/protocol";
import type { JsonProblem } from "./json-problem.ts";
import { parsedObject } from "./parsed-json.ts";

type Inputs = Readonly<Record<string, unknown>>;

/** Inputs to be filled in, as JSON with a gap for each value. */
export function inputsToFill(names: readonly string[]): string {
  return names.length === 0 ? "{}" : `{\n${names.map((name) => `  ${JSON.stringify(name)}: `).join(",\n")}\n}`;
}

/** What somebody gives to a run that asks for inputs; or what is wrong with it, and what is missing. */
export function givenInputs(
  text: string,
  wanted: readonly AskedInput[],
): { readonly inputs: Inputs } | { readonly problem: JsonProblem } | { readonly missing: readonly string[] } {
  const parsed = parsedObject(text, "The inputs");
  if ("problem" in parsed) return parsed;
  const missing = namesWithoutValue(wanted).filter((name) => !Object.hasOwn(parsed.value, name));
  return missing.length > 0 ? { missing } : { inputs: parsed.value };
}

/** Those without which the run cannot go on. */
export function namesWithoutValue(wanted: readonly AskedInput[]): readonly string[] {
  return wanted.filter(({ has_value: has }) => !has).map(({ name }) => name);
}

/** What an action asks for, for people. */
export function wantedText(action: string | null, wanted: readonly AskedInput[]): string {
  const missing = namesWithoutValue(wanted);
  const known = wanted.filter(({ has_value: has }) => has).map(({ name }) => name);
  const needs = missing.length === 0 ? [] : [`${action ?? "The next action"} needs ${missing.join(", ")}.`];
  const keeps =
    known.length === 0
      ? []
      : [
          `Write { ${known.map((name) => `"${name}": …`).join(", ")} } for another ${known.join(", ")}; else the run takes what it had.`,
        ];
  return [...needs, ...keeps].join(" ");
}
