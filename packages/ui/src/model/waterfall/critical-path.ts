/** Something that took time, with what ran inside of it. In milliseconds since 1970. */
export interface TimedNode {
  readonly id: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly children?: readonly TimedNode[];
}

/** Clocks are not exact: so much may the end of one be behind the beginning of the next, which waited for it. */
const toleranceMs = 0.1;

/**
 * What the end of these has waited for: going back from the end, what ended last before each moment, and in it the same. The rest ran
 * beside it, and without it nothing would have ended sooner.
 *
 * @returns The ids of those on the path.
 */
export function criticalPath(nodes: readonly TimedNode[]): ReadonlySet<string> {
  const path = new Set<string>();
  follow(nodes, path);
  return path;
}

function follow(nodes: readonly TimedNode[], path: Set<string>): void {
  // Those that ended last come first; of those that ended together, the longest.
  const byEnd = nodes.toSorted((one, other) => other.toMs - one.toMs || one.fromMs - other.fromMs);
  let moment = Number.POSITIVE_INFINITY;
  for (const node of byEnd) {
    if (node.toMs > moment + toleranceMs || node.fromMs >= moment) continue;
    path.add(node.id);
    if (node.children !== undefined) follow(node.children, path);
    moment = node.fromMs;
  }
}
