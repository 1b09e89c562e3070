import { BurrError } from "../../errors.ts";
import type { Finding } from "./finding.ts";

/** The findings, if they are warnings all. Throws one error that tells of all others. */
export function refuse(findings: readonly Finding[]): readonly Finding[] {
  const errors = findings.filter(({ level }) => level === "error");
  const [first] = errors;
  if (first === undefined) return findings;
  const list = errors.map(({ message }) => message);
  throw new BurrError(
    "invalid-graph",
    errors.length === 1 ? first.message : `The graph has ${errors.length} mistakes:\n- ${list.join("\n- ")}`,
    { findings: errors },
  );
}
