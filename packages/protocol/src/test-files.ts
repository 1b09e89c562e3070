/** A test out of recorded steps: the answer of `GET R/test`. */
export interface TestFiles {
  readonly test_file: string;
  readonly test: string;
  readonly fixture_file: string;
  readonly fixture: string;
  /** Where in the fixture values are that were not recorded: JSON Pointers. */
  readonly missing: readonly string[];
  /** The last step of a path that ends before it was to. */
  readonly cut_at: number | null;
}
