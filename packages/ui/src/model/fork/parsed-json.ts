import { isObject, isTagged, type JsonObject } from "@burrjs/protocol";
import { jsonProblem, type JsonProblem } from "./json-problem.ts";

/** What a text says as JSON; or why it says nothing. */
export type ParsedJson<TValue = unknown> = { readonly value: TValue } | { readonly problem: JsonProblem };

/** Longer texts are only looked through when they are wrong: then keys that stand twice are not noticed. */
const thoroughLength = 300_000;

/** The JSON of a text. */
export function parsedJson(text: string): ParsedJson {
  const problem = text.length <= thoroughLength ? jsonProblem(text) : undefined;
  if (problem !== undefined) return { problem };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { problem: jsonProblem(text) ?? { offset: 0, line: 1, column: 1, message: "This is no JSON." } };
  }
}

/** JSON that has to be an object with keys: a state, inputs. `what`: as in "The state is …". */
export function parsedObject(text: string, what: string): ParsedJson<JsonObject> {
  const parsed = parsedJson(text);
  if ("problem" in parsed) return parsed;
  const { value } = parsed;
  if (isKeyed(value)) return { value };
  return { problem: { offset: 0, line: 1, column: 1, message: `${what} has to be an object: { "key": value, … }.` } };
}

/** Whether a value is an object with keys of its own, and no special value of the log. */
export function isKeyed(value: unknown): value is JsonObject {
  return isObject(value) && !isTagged(value);
}
