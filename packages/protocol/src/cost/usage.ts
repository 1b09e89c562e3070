/** Tokens that models used, as attributes `gen_ai.usage.*` of the step's spans say. */
export interface TokenCounts {
  readonly input: number;
  readonly output: number;
  readonly cached: number;
  readonly reasoning: number;
}

/** What was used of one model; `""`: the log does not say which. */
export interface ModelUsage extends TokenCounts {
  readonly model: string;
}
