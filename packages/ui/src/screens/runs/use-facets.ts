import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type Facets, facetsQuery } from "../../data/queries.ts";

/** The facets of a project's runs; the last ones stay while others are fetched. */
export function useFacets(project: string, q: string): Facets | undefined {
  return useQuery({ ...facetsQuery(project, q), placeholderData: keepPreviousData }).data;
}
