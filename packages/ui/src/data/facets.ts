import type { Facets, QueryVocabulary } from "@burrjs/protocol";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { runsTopic, useLive } from "./live.ts";
import { facetsQuery } from "./queries.ts";
import { useRefresh } from "./refresh.ts";

const refreshMs = 3000;

/** What the runs of a project have. */
export interface ProjectFacets {
  /** Of all runs. */
  readonly all: Facets | undefined;
  /** Of those that a query lets through; the last ones stay while others are fetched. */
  readonly counts: Facets | undefined;
  /** What can be completed in a query about them. */
  readonly vocabulary: QueryVocabulary;
}

/** The facets of a project's runs, kept up to date. */
export function useFacets(project: string, q: string): ProjectFacets {
  const client = useQueryClient();
  const { data: all } = useQuery(facetsQuery(project, ""));
  const { data: counts } = useQuery({ ...facetsQuery(project, q), placeholderData: keepPreviousData });
  const refresh = useRefresh(() => client.invalidateQueries({ queryKey: ["facets", project] }), refreshMs);
  useLive([runsTopic(project)], ({ type }) => {
    if (type === "runs" || type === "gap") refresh();
  });
  const vocabulary = useMemo(() => {
    const names = (field: keyof Facets): readonly string[] => Object.keys(all?.[field] ?? {});
    return { action: names("action"), model: names("model"), tag: names("tag") };
  }, [all]);
  return { all, counts, vocabulary };
}
