/** What somebody wants to hear of. */
export interface Want {
  readonly topics: readonly string[];
  /** Steps whose chunks are wanted too, besides those of the last one. */
  readonly focus: readonly number[];
}

/** The server listens to no more topics, and to no more steps, at once. */
const mostTopics = 32;
const mostSteps = 16;

/** What all of them want together, each thing once and in order: the same wants are the same text. */
export function unionOf(wants: readonly Want[]): Want {
  return {
    topics: [...new Set(wants.flatMap(({ topics }) => topics))].toSorted().slice(0, mostTopics),
    focus: [...new Set(wants.flatMap(({ focus }) => focus))].toSorted((one, other) => one - other).slice(0, mostSteps),
  };
}

/** Whether two wants are the same. */
export function isSameWant(one: Want, other: Want): boolean {
  return one.topics.join(",") === other.topics.join(",") && one.focus.join(",") === other.focus.join(",");
}
