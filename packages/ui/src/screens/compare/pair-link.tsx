import { Link } from "@tanstack/react-router";
import { visibleText } from "../../format/visible-text.ts";
import type { DeepDifference } from "../../model/compare/deep-difference.ts";
import { type RunName, runName } from "../../model/compare/run-name.ts";

interface DeepLinkProps {
  readonly project: string;
  readonly difference: DeepDifference;
  readonly text: string;
}

/** Leads to where two runs differ first. */
export function DeepLink({ project, difference, text }: DeepLinkProps) {
  const at = (side: "a" | "b"): RunName | undefined => {
    const step = difference.row?.[side];
    const run = difference[side];
    return run === undefined || step === null || step === undefined ? run : { ...run, sequenceId: step.sequence_id };
  };
  return (
    <PairLink project={project} a={at("a")} b={at("b")}>
      {visibleText(text)}
    </PairLink>
  );
}

interface PairLinkProps {
  readonly project: string;
  readonly a: RunName | undefined;
  readonly b: RunName | undefined;
  readonly children: string;
}

/** Leads to the comparison of both, or to the only one. */
export function PairLink({ project, a, b, children }: PairLinkProps) {
  if (a !== undefined && b !== undefined)
    return (
      <Link to="/p/$project/compare" params={{ project }} search={{ a: runName(a), b: runName(b) }}>
        {children}
      </Link>
    );
  const only = a ?? b;
  return (
    only !== undefined && (
      <Link to="/p/$project/r/$partition/$app" params={{ project, partition: only.partition ?? "~", app: only.app }}>
        {children}
      </Link>
    )
  );
}
