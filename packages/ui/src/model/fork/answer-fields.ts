import { isKeyed, parsedJson } from "./parsed-json.ts";

/** A field of a form for an answer. */
export interface AnswerField {
  /** The key of the answer; `null`: the field is all of the answer. */
  readonly key: string | null;
  readonly label: string;
  readonly about: string;
  readonly kind: "boolean" | "number" | "integer" | "text" | "choice" | "json";
  readonly isRequired: boolean;
  readonly choices: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** What stands in it at first. */
  readonly first: string;
}

/** What people have put into the fields, by their keys; `""`: nothing. */
export type AnswerTexts = Readonly<Record<string, string>>;

const mostFields = 24;

/** The fields of a form for a JSON Schema; `undefined`: it is not known, or says too little: then JSON is written. */
export function answerFields(schema: unknown): readonly AnswerField[] | undefined {
  if (!isKeyed(schema)) return undefined;
  if (schema["type"] !== "object") {
    const field = fieldOf(null, schema, true);
    return field.kind === "json" ? undefined : [{ ...field, label: "Answer" }];
  }
  const properties = schema["properties"];
  if (!isKeyed(properties) || schema["additionalProperties"] === true) return undefined;
  const required = new Set(Array.isArray(schema["required"]) ? (schema["required"] as readonly unknown[]) : []);
  const entries = Object.entries(properties);
  if (entries.length === 0 || entries.length > mostFields) return undefined;
  return entries.map(([key, property]) => fieldOf(key, isKeyed(property) ? property : {}, required.has(key)));
}

function fieldOf(key: string | null, schema: Readonly<Record<string, unknown>>, isRequired: boolean): AnswerField {
  const choices = choicesOf(schema);
  const kind = choices.length > 0 ? "choice" : kindOf(schema["type"]);
  return {
    key,
    label: textOf(schema["title"]) || (key ?? ""),
    about: textOf(schema["description"]),
    kind,
    isRequired: isRequired && schema["default"] === undefined,
    choices,
    ...numberOf("minimum", schema["minimum"]),
    ...numberOf("maximum", schema["maximum"]),
    ...numberOf("minLength", schema["minLength"]),
    ...numberOf("maxLength", schema["maxLength"]),
    first: firstOf(schema["default"], kind),
  };
}

function kindOf(type: unknown): AnswerField["kind"] {
  if (type === "boolean" || type === "number" || type === "integer") return type;
  return type === "string" ? "text" : "json";
}

function choicesOf(schema: Readonly<Record<string, unknown>>): readonly string[] {
  const given = schema["const"] === undefined ? schema["enum"] : [schema["const"]];
  const all = Array.isArray(given) ? (given as readonly unknown[]) : [];
  return all.every((one) => typeof one === "string") ? all : [];
}

function firstOf(value: unknown, kind: AnswerField["kind"]): string {
  if (value === undefined) return "";
  return typeof value === "string" && kind !== "json" ? value : JSON.stringify(value);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function numberOf(name: string, value: unknown): object {
  // Whole numbers without bounds have those of what a number can say exactly.
  return typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER ? { [name]: value } : {};
}

/** What stands for the field of a whole answer among the texts. */
export function fieldName({ key }: AnswerField): string {
  return key ?? "";
}

/** What the fields say; or what is wrong, by field. */
export type FilledAnswer = { readonly answer: unknown } | { readonly wrong: ReadonlyMap<string, string> };

/** The answer that the fields make. Fields that may be left empty are left out. */
export function filledAnswer(fields: readonly AnswerField[], texts: AnswerTexts): FilledAnswer {
  const wrong = new Map<string, string>();
  const values = new Map<string, unknown>();
  for (const field of fields) {
    const name = fieldName(field);
    const read = fieldValue(field, texts[name] ?? field.first);
    if ("wrong" in read) wrong.set(name, read.wrong);
    else if (read.value !== undefined) values.set(name, read.value);
  }
  if (wrong.size > 0) return { wrong };
  return { answer: fields[0]?.key === null ? values.get("") : Object.fromEntries(values) };
}

type FieldValue = { readonly value: unknown } | { readonly wrong: string };

function fieldValue(field: AnswerField, text: string): FieldValue {
  const { kind, isRequired, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = field;
  if (text === "" && !(kind === "text" && isRequired && minLength === 0)) {
    return isRequired
      ? { wrong: kind === "boolean" || kind === "choice" ? "Choose one." : "This is needed." }
      : { value: undefined };
  }
  switch (kind) {
    case "boolean":
      return { value: text === "true" };
    case "number":
    case "integer":
      return numberValue(field, text);
    case "json": {
      const parsed = parsedJson(text);
      return "problem" in parsed ? { wrong: `Line ${parsed.problem.line}: ${parsed.problem.message}` } : parsed;
    }
    default:
      if (text.length < minLength)
        return { wrong: `At least ${minLength} ${minLength === 1 ? "character" : "characters"}.` };
      return text.length > maxLength ? { wrong: `At most ${maxLength} characters.` } : { value: text };
  }
}

function numberValue({ kind, minimum, maximum }: AnswerField, text: string): FieldValue {
  const value = Number(text.trim());
  if (text.trim() === "" || !Number.isFinite(value)) return { wrong: "This is no number." };
  if (kind === "integer" && !Number.isInteger(value)) return { wrong: "It has to be a whole number." };
  if (minimum !== undefined && value < minimum) return { wrong: `At least ${minimum}.` };
  return maximum !== undefined && value > maximum ? { wrong: `At most ${maximum}.` } : { value };
}
