/** A search hit. */
export interface SearchHit {
  readonly sequence_id: number | null;
  readonly type: string;
  readonly offset: number;
  /** Text around it, and where in that text it is. */
  readonly excerpt: string;
  readonly at: number;
}
