import type { ApplicationGraph } from "./graph.ts";

/** Eight hexadecimal digits that change when actions, what they read and write, or transitions do. FNV-1a, 32 bits. */
export function graphHash({ actions, transitions, entrypoint }: ApplicationGraph): string {
  const shape = JSON.stringify([
    entrypoint,
    Object.entries(actions).map(([name, { reads, writes, mayWrite, inputs }]) => [
      name,
      reads,
      writes,
      mayWrite,
      inputs,
    ]),
    transitions.map(({ from, to, condition }) => [from, to, condition.name]),
  ]);
  let hash = 0x811c9dc5;
  for (const unit of shape) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
