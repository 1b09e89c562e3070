import { type Condition, type ErrorClass, type ErrorCondition, isErrorCondition, otherwise, when } from "@burrjs/core";
import { celAt } from "./cel.ts";
import { errorConditionFrom } from "./error-condition-from-json.ts";
import {
  fieldPath,
  type Fields,
  invalidAt,
  isRecord,
  kindOf,
  readFields,
  readList,
  readText,
  readTexts,
} from "./json-reader.ts";

/** What conditions as data may name. */
export interface ConditionNames {
  readonly conditions: Readonly<Record<string, Condition | ErrorCondition>>;
  readonly errors: Readonly<Record<string, ErrorClass>>;
}

const maxDepth = 50;
/** Of one transition. Data that is no text may have one object in many places. */
const maxConditions = 1000;
const forms = ["when", "not", "and", "or", "cel", "expression", "name"];

/** The condition of a transition, of what stands for it in data. */
export function conditionFrom(json: unknown, path: string, names: ConditionNames): Condition<object> | ErrorCondition {
  return isRecord(json) && Object.hasOwn(json, "onError")
    ? errorConditionFrom(json, path, names)
    : plainCondition(json, path, { ...names, depth: 0, budget: { conditions: maxConditions } });
}

type Context = ConditionNames & { readonly depth: number; readonly budget: { conditions: number } };

function plainCondition(json: unknown, path: string, context: Context): Condition<object> {
  if (context.depth > maxDepth) {
    throw invalidAt(path, `Conditions are nested more than ${maxDepth} deep.`, "Use an expression.");
  }
  context.budget.conditions -= 1;
  if (context.budget.conditions < 0) {
    throw invalidAt(path, `A transition has more than ${maxConditions} conditions.`, "Use an expression.");
  }
  const fields = readFields(json, path);
  const found = forms.filter((form) => fields.has(form));
  const [form] = found;
  if (form === undefined || found.length > 1) {
    const problem = found.length > 1 ? `It has ${found.join(" and ")}.` : "It is no condition.";
    throw invalidAt(path, problem, `Give it one of ${forms.join(", ")}, onError.`);
  }
  const at = `${path}.${form}`;
  const inner = { ...context, depth: context.depth + 1 };
  switch (form) {
    case "when":
      readFields(json, path, [form]);
      return whenCondition(fields.get(form), at);
    case "not":
      readFields(json, path, [form]);
      return plainCondition(fields.get(form), at, inner).not();
    case "and":
    case "or": {
      readFields(json, path, [form]);
      const [first, second, ...others] = readList(fields.get(form), at);
      if (second === undefined || others.length > 0)
        throw invalidAt(at, "There are not two conditions.", "Put two there.");
      const [left, right] = [plainCondition(first, `${at}[0]`, inner), plainCondition(second, `${at}[1]`, inner)];
      return form === "and" ? left.and(right) : left.or(right);
    }
    case "cel":
      readFields(json, path, [form]);
      return celAt(readText(fields.get(form), at), at);
    case "expression":
      readFields(json, path, ["expression", "language"]);
      return foreignExpression(fields, path);
    default:
      readFields(json, path, ["name", "reads"]);
      return namedCondition(fields, path, context);
  }
}

function whenCondition(json: unknown, path: string): Condition<object> {
  const values = readFields(json, path);
  for (const [key, value] of values) {
    const at = fieldPath(path, key);
    if (key.startsWith("__")) throw invalidAt(at, "No key of state starts with two underscores.", "Correct the name.");
    checkJSON(value, at, 0);
  }
  return when<object>(Object.fromEntries(values));
}

function foreignExpression(fields: Fields, path: string): Condition<object> {
  const text = readText(fields.get("expression"), `${path}.expression`);
  const language = readText(fields.get("language"), `${path}.language`);
  if (language === "cel") return celAt(text, `${path}.expression`);
  throw invalidAt(
    `${path}.language`,
    `Expressions in ${JSON.stringify(language)} are not known.`,
    'Write the condition in "cel", or give it by name in the option `conditions`.',
  );
}

function namedCondition(fields: Fields, path: string, { conditions }: Context): Condition<object> {
  const name = readText(fields.get("name"), `${path}.name`);
  if (fields.has("reads")) readTexts(fields.get("reads"), `${path}.reads`);
  const found = Object.hasOwn(conditions, name) ? conditions[name] : undefined;
  // What it needs of the state is looked up when it is evaluated.
  if (found !== undefined && !isErrorCondition(found)) return found as Condition<object>;
  if (found === undefined && name === otherwise.name) return otherwise;
  throw invalidAt(
    `${path}.name`,
    `The option \`conditions\` has no condition ${JSON.stringify(name)}.`,
    "Functions do not travel as data: pass this one there, by its name.",
  );
}

function checkJSON(value: unknown, path: string, depth: number): void {
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return;
  if (depth > maxDepth) throw invalidAt(path, `Values are nested more than ${maxDepth} deep.`, "Use an expression.");
  if (Array.isArray(value))
    value.forEach((item: unknown, index) => {
      checkJSON(item, `${path}[${index}]`, depth + 1);
    });
  else if (isRecord(value))
    for (const [key, item] of readFields(value, path)) checkJSON(item, fieldPath(path, key), depth + 1);
  else throw invalidAt(path, `There is ${kindOf(value)}.`, "Put a value there that JSON has.");
}
