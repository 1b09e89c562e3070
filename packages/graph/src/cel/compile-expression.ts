import { type ASTNode, type Environment, ParseError, TypeError as CelTypeError } from "@marcbachmann/cel-js";
import { BurrError } from "@burrjs/core";
import { celEnvironment, limits } from "./environment.ts";
import { type FreeName, freeNames } from "./free-names.ts";

/** An expression, ready to be evaluated. */
export interface CompiledExpression {
  /** The keys of state that it names, each once. */
  readonly reads: readonly string[];
  /** Its value for these values of the keys. */
  readonly evaluate: (values: Readonly<Record<string, unknown>>) => unknown;
}

/** `text` as an expression that can be a condition. `where` tells in messages where it stands. */
export function compileExpression(text: string, where: string): CompiledExpression {
  const refuse = (reason: string, position: number | null, cause?: unknown): BurrError => {
    const at = position === null ? "" : `, at character ${position + 1}`;
    const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
    return new BurrError(
      "invalid-expression",
      `${where} "${shown}" is not valid: ${reason}${at}. Write a condition in CEL, such as n > 3 && name.startsWith("a").`,
      { where, expression: shown, position },
      cause === undefined ? {} : { cause },
    );
  };
  if (text.length > limits.characters) throw refuse(`it is longer than ${limits.characters} characters`, null);

  const environment = celEnvironment();
  const names = freeNames(parsed(environment, text, refuse));
  if ("reason" in names) throw refuse(names.reason, names.position);
  const reserved = names.find(({ name }) => name.startsWith("__"));
  if (reserved !== undefined) {
    throw refuse(`no key of state starts with "__", as "${reserved.name}" does`, reserved.start);
  }
  const aliases = aliasesOf(names, text, environment);
  const run = environment.parse(renamed(text, names, aliases));
  const { valid, type, error } = run.check();
  if (!valid) throw refuse(...reasonOf(error));
  if (type !== "bool" && type?.startsWith("dyn") !== true) throw refuse(`its value is of type ${type}, not bool`, null);

  const reads = [...new Set(names.map(({ name }) => name))];
  return {
    reads,
    evaluate(values) {
      const context: Record<string, unknown> = Object.create(null) as Record<string, unknown>; // it has no keys yet
      for (const key of reads) context[aliases.get(key) ?? key] = values[key] ?? null;
      const value: unknown = run(context);
      return value;
    },
  };
}

type Refuse = (reason: string, position: number | null, cause?: unknown) => BurrError;

function parsed(environment: Environment, text: string, refuse: Refuse): ASTNode {
  try {
    return environment.parse(text).ast;
  } catch (error) {
    throw refuse(...reasonOf(error));
  }
}

function reasonOf(error: unknown): [reason: string, position: number | null, cause: unknown] {
  if (!(error instanceof ParseError) && !(error instanceof CelTypeError)) return ["it is too deep", null, error];
  const { summary } = error;
  return [`${summary.charAt(0).toLowerCase()}${summary.slice(1)}`, error.range?.start ?? null, error];
}

/** Names of types in CEL, such as "list" and "type", are keys like others here: they get another name of the same length. */
function aliasesOf(names: readonly FreeName[], text: string, environment: Environment): Map<string, string> {
  const taken = names.filter(({ name }) => environment.hasVariable(name));
  const letters = Array.from("_ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  return new Map(
    taken.map(({ name }) => {
      const free = letters.map((letter) => `${letter}${name.slice(1)}`).find((alias) => !text.includes(alias));
      return [name, free ?? name];
    }),
  );
}

function renamed(text: string, names: readonly FreeName[], aliases: ReadonlyMap<string, string>): string {
  let result = text;
  for (const { name, start, end } of names) {
    const alias = aliases.get(name);
    if (alias !== undefined) result = `${result.slice(0, start)}${alias}${result.slice(end)}`;
  }
  return result;
}
