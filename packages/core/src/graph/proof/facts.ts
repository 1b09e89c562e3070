import { hasSameContent } from "../../state/content.ts";
import { type Condition, otherwise } from "../condition.ts";

/** What a condition says, down to the tests that nothing is known of. */
export type Formula =
  | { readonly atom: Atom; readonly holds: boolean }
  | { readonly all: readonly Formula[] }
  | { readonly any: readonly Formula[] };

/** A key that equals a value, an expression, or a condition of which only the object is known. */
type Atom = { readonly key: string; readonly value: unknown } | { readonly text: string } | Condition;
type Literal = Extract<Formula, { readonly atom: Atom }>;
type Clause = Extract<Formula, { readonly any: unknown }>;

/** That `condition` holds, or that it does not. */
export function formulaOf(condition: Condition, holds = true): Formula {
  const { source } = condition;
  if (condition.holds === otherwise.holds) return join(holds, []);
  if (source === undefined) return { atom: condition, holds };
  if ("not" in source) return formulaOf(source.not, !holds);
  if ("and" in source) return join(holds, source.and.map((one) => formulaOf(one, holds))); // prettier-ignore
  if ("or" in source) return join(!holds, source.or.map((one) => formulaOf(one, holds))); // prettier-ignore
  if ("expression" in source) return { atom: { text: `${source.language}:${source.expression}` }, holds };
  return join(holds, Object.entries(source.when).map(([key, value]) => ({ atom: { key, value }, holds }))); // prettier-ignore
}

function join(isAll: boolean, parts: readonly Formula[]): Formula {
  return isAll ? { all: parts } : { any: parts };
}

/**
 * What is known of one state. It finds contradictions that follow step by step, and may miss others: what it calls
 * impossible is impossible.
 */
export class Facts {
  isImpossible = false;
  readonly #literals: Literal[];
  #open: Clause[];

  constructor(literals: Literal[] = [], open: Clause[] = []) {
    this.#literals = literals;
    this.#open = open;
  }

  /** Adds what is known to be true. */
  add(formula: Formula): void {
    if ("all" in formula) {
      for (const one of formula.all) this.add(one);
      return;
    }
    const value = this.#valueOf(formula);
    if (value === true) return;
    if (value === false) this.isImpossible = true;
    else if ("any" in formula) this.#narrow(formula);
    else {
      this.#literals.push(formula);
      const open = this.#open;
      this.#open = [];
      for (const one of open) this.add(one);
    }
  }

  /** Whether the formula cannot be true beside what is known. */
  excludes(formula: Formula): boolean {
    if (this.isImpossible) return true;
    const trial = new Facts([...this.#literals], [...this.#open]);
    trial.add(formula);
    return trial.isImpossible;
  }

  /** Whether some key is neither `true` nor `false`: for one that is a boolean, as keys of such tests mostly are, that cannot be. */
  isBeyondBoolean(): boolean {
    const refuted = this.#literals.flatMap(({ atom, holds }) => (!holds && "key" in atom ? [atom] : []));
    return refuted.some(
      ({ key, value }) => value === true && refuted.some((other) => other.key === key && other.value === false),
    );
  }

  #narrow(formula: Clause): void {
    const left = formula.any.filter((one) => this.#valueOf(one) !== false);
    const [first] = left;
    if (first !== undefined && left.length === 1) this.add(first);
    else this.#open.push({ any: left });
  }

  /** True, false, or `undefined` when nobody knows. */
  #valueOf(formula: Formula): boolean | undefined {
    if ("all" in formula) return this.#together(formula.all, false);
    if ("any" in formula) return this.#together(formula.any, true);
    for (const known of this.#literals) {
      const relation = relate(known.atom, formula.atom);
      if (relation === "same") return known.holds === formula.holds;
      if (relation === "other" && known.holds) return !formula.holds;
    }
    return undefined;
  }

  /** `decisive` if one part is; its opposite if all are; else nobody knows. */
  #together(parts: readonly Formula[], decisive: boolean): boolean | undefined {
    let value: boolean | undefined = !decisive;
    for (const part of parts) {
      const one = this.#valueOf(part);
      if (one === decisive) return decisive;
      if (one === undefined) value = undefined;
    }
    return value;
  }
}

/** The same test; or two of which one at most holds; or nothing of the kind. */
function relate(one: Atom, other: Atom): "same" | "other" | undefined {
  if (one === other) return "same";
  if ("key" in one && "key" in other && one.key === other.key) {
    return hasSameContent(one.value, other.value) ? "same" : "other";
  }
  return "text" in one && "text" in other && one.text === other.text ? "same" : undefined;
}
