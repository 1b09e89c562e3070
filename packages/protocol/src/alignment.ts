/** A step in a row of an alignment. */
export interface AlignedStep {
  /** Its position among the steps of its application. */
  readonly n: number;
  readonly sequence_id: number;
  readonly action: string;
}

/** Steps of two applications that stand beside each other. */
export interface AlignedRow {
  /**
   * `same`: same action, inputs, result and changes of the state; `changed`: same action, but something else is not the same;
   * `inherited`: the other application was forked after it; `open`: that is not known yet, as an application is still at it, or has not
   * come to it.
   */
  readonly kind: "same" | "changed" | "only_a" | "only_b" | "inherited" | "open";
  readonly a: AlignedStep | null;
  readonly b: AlignedStep | null;
  /** How many steps on from these are of this kind. */
  readonly count: number;
}

/** Two applications beside each other. Lists of its rows come in pages. */
export interface Alignment {
  readonly rows: readonly AlignedRow[];
  /** How many steps are of each kind. */
  readonly counts: Readonly<Record<AlignedRow["kind"], number>>;
  /** The first row that shows a difference. */
  readonly first_difference: AlignedRow | null;
}
