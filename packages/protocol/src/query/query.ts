import type { Glob } from "./glob.ts";
import type { NameField, NumberField } from "./query-fields.ts";

/** Of what a query asks. Some fields are known of one of them alone. */
export type QuerySubject = "runs" | "steps";

/** What is asked for: the terms of one of the groups, all of them. Without groups: everything. */
export interface Query {
  readonly groups: readonly (readonly Term[])[];
}

/** One condition. */
export interface Term {
  readonly negated: boolean;
  /** Where it stands in the text of the query. */
  readonly from: number;
  readonly to: number;
  readonly test: Test;
}

/** How values are compared. */
export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=";

/** What a number must be. */
export interface Bound {
  readonly comparison: Comparison;
  readonly value: number;
}

/** What a term says. */
export type Test =
  /** In lower case. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "name"; readonly field: NameField; readonly glob: Glob; readonly differs: boolean }
  | { readonly kind: "number"; readonly field: NumberField; readonly bounds: readonly Bound[] }
  | { readonly kind: "time"; readonly field: "after" | "before"; readonly ms: number }
  | { readonly kind: "edge"; readonly matches: (from: string, to: string) => boolean }
  | StateTest;

/** What must stand in the state. */
export interface StateTest {
  readonly kind: "state";
  readonly path: readonly string[];
  readonly comparison: Comparison;
  readonly glob: Glob;
  /** Of a value in quotes always `undefined`. */
  readonly number: number | undefined;
}

/** What of a query could not be understood. */
export interface QueryError {
  /** Where it begins and ends in the text. */
  readonly at: number;
  readonly to: number;
  readonly message: string;
}
