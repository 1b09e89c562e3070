// A number that `json.dumps` never writes: numbers come to the reviver with their text, so this one can mean NaN.
const notANumber = "0e999";
const infinity = "1e999";
const classKey = "__burr_serde__";

/** What a reviver is told besides key and value; the library's types do not have it yet. */
interface Context {
  /** The text of a number, string, boolean or null. */
  readonly source?: string;
}

/**
 * The value that Python Burr wrote as JSON. What its `json.dumps` writes beyond JSON is read too: `NaN`, `Infinity` and
 * `-Infinity`. Integers that a number cannot hold exactly, those beyond ±(2⁵³ − 1), are bigints. A model of pydantic is
 * an object of its fields, without the two keys that name its class; all other values of a class are left as they are.
 *
 * @throws SyntaxError, when `text` is no JSON even so.
 */
export function parsePythonJson(text: string): unknown {
  return JSON.parse(withStandIns(text), (_key, value: unknown, context?: Context): unknown => {
    const source = context?.source;
    if (source === notANumber) return Number.NaN;
    if (typeof value === "number") return isBigInteger(value, source) ? BigInt(source) : value;
    return isPydanticModel(value) ? fieldsOf(value) : value;
  });
}

/** `text` with numbers in place of NaN and Infinity where they stand outside of strings. */
function withStandIns(text: string): string {
  if (!/NaN|Infinity/.test(text)) return text;
  const token = /"|\b(?<!-)NaN\b|\bInfinity\b/g;
  let result = "";
  let copied = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (match[0] === '"') token.lastIndex = endOfString(text, match.index + 1);
    else {
      result += text.slice(copied, match.index) + (match[0] === "NaN" ? notANumber : infinity);
      copied = token.lastIndex;
    }
  }
  return result + text.slice(copied);
}

/** Where the string ends whose content begins at `start`: behind the first quote that no backslash escapes. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === "\\") backslashes++;
    if (backslashes % 2 === 0) return quote + 1;
  }
  return text.length;
}

function isBigInteger(value: number, source: string | undefined): source is string {
  return source !== undefined && !Number.isSafeInteger(value) && /^-?\d+$/.test(source);
}

function isPydanticModel(value: unknown): value is object {
  return typeof value === "object" && value !== null && Reflect.get(value, classKey) === "pydantic";
}

function fieldsOf(model: object): object {
  return Object.fromEntries(Object.entries(model).filter(([key]) => key !== classKey && key !== "__pydantic_class"));
}
