import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { matchingStepsQuery } from "../../data/child-queries.ts";
import { runTopic, useLive } from "../../data/live.ts";
import type { RunKey } from "../../data/run-key.ts";
import { shownZone } from "../../data/settings.ts";
import { allSteps, matchingSteps, type ShownSteps, stepFilter, stepsAtPlaces } from "../../model/filtered-steps.ts";
import type { StepColumns } from "../../model/step-columns.ts";
import { useRested } from "./inspector/use-step.ts";

/** What the filter of the run page lets through. */
export interface Filtered {
  readonly shown: ShownSteps;
  /** How many there are: more than are shown, where there are too many to show. */
  readonly total: number;
  /** Whether the server is still looking. */
  readonly isSearching: boolean;
  readonly error: Error | null;
}

/** More are not shown of what the server has found. */
const mostFound = 50_000;

/** The steps that the query in the address lets through; while the server looks, those of the last query. */
export function useShownSteps(key: RunKey, steps: StepColumns, q: string): Filtered {
  const zone = shownZone();
  const filter = useMemo(() => stepFilter(q, zone), [q, zone]);
  // A run that goes on is asked anew, but not with each step.
  const length = useRested(steps.length, 1000);
  const query = matchingStepsQuery(key, q, { most: mostFound, length });
  const { data, error, isFetching, refetch } = useQuery({
    ...query,
    enabled: filter.kind === "server",
    placeholderData: keepPreviousData,
  });
  // Notes and tags of steps can be asked for.
  useLive([runTopic(key.project, key.partition, key.app)], ({ type, data: told }) => {
    const isNotes = type === "note" || (type === "gap" && told["topic"] === "notes");
    if (isNotes && filter.kind === "server") void refetch();
  });
  const shown = useMemo(() => {
    if (filter.kind === "here") return matchingSteps(steps, filter.query);
    if (filter.kind === "all" || data === undefined) return allSteps(steps.length);
    return stepsAtPlaces(data.places.filter((n) => n < steps.length));
  }, [filter, steps, data]);
  const isServer = filter.kind === "server";
  const total = isServer && data !== undefined ? Math.max(data.total, shown.length) : shown.length;
  return useMemo(
    () => ({ shown, total, isSearching: isServer && isFetching, error: isServer ? error : null }),
    [shown, total, isServer, isFetching, error],
  );
}
