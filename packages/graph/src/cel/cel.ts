import { EvaluationError } from "@marcbachmann/cel-js";
import { BurrError, type Condition, expressionCondition } from "@burrjs/core";
import { compileExpression } from "./compile-expression.ts";

/**
 * A condition in CEL, the Common Expression Language: `cel("n > 3 && name.startsWith('a')")`. It reads the keys of state that
 * the expression names, reaches nothing else, and is named by its text.
 *
 * @throws `invalid-expression` when the text is no such expression. When it is evaluated, `expression-failed`.
 */
export function cel(expression: string): Condition<object> {
  return celAt(expression, "The expression");
}

/** As `cel()`, for an expression that stands somewhere. */
export function celAt(expression: string, where: string): Condition<object> {
  const { reads, evaluate } = compileExpression(expression, where);
  const test = (values: Readonly<Record<string, unknown>>): boolean => {
    const value = valueOf(expression, () => evaluate(values));
    if (typeof value === "boolean") return value;
    throw failure(expression, `its value is of type ${typeof value}, not bool`, null);
  };
  // Its keys are in a text, where the compiler does not see them: they are looked up when it is evaluated.
  return expressionCondition({ expression, language: "cel" }, reads, test) as Condition<object>;
}

function valueOf(expression: string, evaluate: () => unknown): unknown {
  try {
    return evaluate();
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw failure(expression, "it could not be carried out", null);
    throw failure(expression, reasonOf(error), error.range?.start ?? null);
  }
}

// Without the library's error as cause: its message may have values of state in it.
function failure(expression: string, reason: string, position: number | null): BurrError {
  const at = position === null ? "" : `, at character ${position + 1}`;
  return new BurrError(
    "expression-failed",
    `The expression "${expression}" failed: ${reason}${at}. Ask for what may be missing, as in has(user.name) && … or n != null && …, ` +
      "or correct what the actions write.",
    { expression, reason, position },
  );
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["no_such_key", "it reads a field or an item that is not there"],
  ["index_out_of_bounds", "it reads an item that is not there"],
  ["division_by_zero", "it divides by zero"],
  ["modulo_by_zero", "it divides by zero"],
  ["numeric_overflow", "a whole number has more than 64 bits"],
  ["unsupported_type", "it reads a value of a class that CEL does not know"],
]);
/** Of these, the library's text names types alone. */
const typeErrors: ReadonlySet<string> = new Set([
  "no_such_overload",
  "no_matching_overload",
  "invalid_logical_operand",
  "incompatible_ternary_branches",
]);

function reasonOf({ code, summary }: EvaluationError): string {
  return reasons.get(code) ?? (typeErrors.has(code) ? summary : `it could not be carried out (${code})`);
}
