import type { StreamSummary } from "@burrjs/protocol";

/** The attempt whose stream was open at a moment, in milliseconds since 1970; the last one without a moment. `undefined`: no stream. */
export function attemptAt(
  streams: readonly Pick<StreamSummary, "attempt" | "opened_ms">[],
  atMs: number | undefined,
): number | undefined {
  if (atMs === undefined) return streams.at(-1)?.attempt;
  return (streams.findLast(({ opened_ms: opened }) => opened <= atMs) ?? streams[0])?.attempt;
}
