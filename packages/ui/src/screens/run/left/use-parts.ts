import type { RunHeader, StepDetail } from "@burrjs/protocol";
import { useQueries } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { firstStepsQuery } from "../../../data/child-queries.ts";
import { headerQuery } from "../../../data/queries.ts";
import type { RunKey } from "../../../data/run-key.ts";
import { stepQuery } from "../../../data/step-queries.ts";
import type { OpenRows } from "../../../model/rows/open-rows.ts";
import { childPartId, type ChildSteps, type StepPart, stepParts } from "../../../model/rows/step-parts.ts";
import type { StepColumns } from "../../../model/step-columns.ts";

/** What is known of the inside of steps. */
export interface KnownParts {
  /** The rows inside of a step; `undefined`: not known yet. */
  readonly partsOf: (n: number) => readonly StepPart[] | undefined;
  readonly detailOf: (n: number) => StepDetail | undefined;
  /** What is known of child runs, by the ids of their parts. */
  readonly headerOf: (partId: string) => RunHeader | undefined;
}

interface Memory {
  readonly run: string;
  readonly details: Map<number, StepDetail>;
  readonly headers: Map<string, RunHeader>;
  readonly childSteps: Map<string, ChildSteps>;
}

/**
 * What is inside of open steps. It is asked for when a step comes into sight, and kept when it goes out of it.
 *
 * @param wanted - The places of the open steps in sight.
 */
export function useParts(
  key: RunKey,
  steps: StepColumns,
  { wanted, open }: { readonly wanted: readonly number[]; readonly open: OpenRows },
): KnownParts {
  const run = `${key.project}/${key.partition ?? "~"}/${key.app}`;
  const memory = useRef<Memory>({ run, details: new Map(), headers: new Map(), childSteps: new Map() });
  if (memory.current.run !== run)
    memory.current = { run, details: new Map(), headers: new Map(), childSteps: new Map() };
  const { details, headers, childSteps } = memory.current;

  const found = useQueries({
    queries: wanted.map((n) => {
      const step = steps.at(n);
      // Each row is another step: nothing of the one before stays.
      const { placeholderData: _, ...query } = stepQuery(key, {
        sequenceId: step?.sequenceId ?? 0,
        repeat: step?.repeat ?? 0,
      });
      return query;
    }),
  });
  for (const [index, { data }] of found.entries()) if (data !== undefined) details.set(wanted[index] ?? -1, data);

  const children = wanted.flatMap((n) => {
    const detail = details.get(n);
    return (detail?.children_list ?? []).map((child) => ({
      id: childPartId(detail?.sequence_id ?? 0, child),
      run: { project: key.project, partition: child.partition_key, app: child.app_id },
    }));
  });
  const foundHeaders = useQueries({ queries: children.map((child) => headerQuery(child.run)) });
  for (const [index, { data }] of foundHeaders.entries())
    if (data !== undefined) headers.set(children[index]?.id ?? "", data);
  const opened = children.filter(({ id }) => open.turnedParts.has(id));
  const foundSteps = useQueries({
    queries: opened.map((child) => ({ ...firstStepsQuery(child.run, open.pages.get(child.id) ?? 1) })),
  });
  for (const [index, { data }] of foundSteps.entries()) {
    if (data !== undefined) childSteps.set(opened[index]?.id ?? "", { steps: data.items, total: data.total });
  }

  const version = [...found, ...foundHeaders, ...foundSteps].map(({ dataUpdatedAt }) => dataUpdatedAt).join(" ");
  return useMemo(() => {
    const made = new Map<number, readonly StepPart[]>();
    return {
      partsOf: (n) => {
        const detail = details.get(n);
        if (detail === undefined) return undefined;
        const parts = made.get(n) ?? stepParts(detail, { turned: open.turnedParts, childSteps });
        made.set(n, parts);
        return parts;
      },
      detailOf: (n) => details.get(n),
      headerOf: (id) => headers.get(id),
    };
    // `version` says when what is known has changed.
  }, [run, version, wanted.length, open.turnedParts, details]);
}
