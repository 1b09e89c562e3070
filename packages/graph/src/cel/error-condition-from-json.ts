import { type ErrorClass, type ErrorCondition, isErrorCondition, onError } from "@burrjs/core";
import type { ConditionNames } from "./condition-from-json.ts";
import { checkBoolean, invalidAt, kindOf, readFields, readText } from "./json-reader.ts";

/** The condition of a transition on error, of what stands for it in data. */
export function errorConditionFrom(json: object, path: string, names: ConditionNames): ErrorCondition {
  const at = `${path}.onError`;
  const fields = readFields(readFields(json, path, ["onError"]).get("onError"), at, [
    "error",
    "max",
    "name",
    "narrowed",
  ]);
  const name = fields.has("name") ? readText(fields.get("name"), `${at}.name`) : undefined;
  const max = fields.has("max") ? readMax(fields.get("max"), `${at}.max`) : undefined;
  const error = fields.has("error") ? readText(fields.get("error"), `${at}.error`) : undefined;
  if (fields.has("narrowed")) checkBoolean(fields.get("narrowed"), `${at}.narrowed`);
  if (fields.get("narrowed") === true) return narrowed(name, `${at}.name`, names);
  const type = error === undefined ? undefined : classOf(error, `${at}.error`, names.errors);
  const options = { ...(max === undefined ? {} : { max }), ...(name === undefined ? {} : { name }) };
  return type === undefined ? onError(undefined, options) : onError(type, options);
}

function classOf(name: string, path: string, errors: ConditionNames["errors"]): ErrorClass {
  const found = Object.hasOwn(errors, name) ? errors[name] : undefined;
  if (typeof found === "function") return found;
  throw invalidAt(
    path,
    `The option \`errors\` has no class ${JSON.stringify(name)}.`,
    "Classes do not travel as data: pass this one there, by its name.",
  );
}

function narrowed(name: string | undefined, path: string, { conditions }: ConditionNames): ErrorCondition {
  const found = name !== undefined && Object.hasOwn(conditions, name) ? conditions[name] : undefined;
  if (found !== undefined && isErrorCondition(found)) return found;
  throw invalidAt(
    path,
    `The option \`conditions\` has no condition by onError() of ${name === undefined ? "no" : "this"} name.`,
    "Its test does not travel as data: pass it there, by its name.",
  );
}

function readMax(value: unknown, path: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return value;
  throw invalidAt(path, `There is ${kindOf(value)}.`, "Put a whole number above 0 there.");
}
