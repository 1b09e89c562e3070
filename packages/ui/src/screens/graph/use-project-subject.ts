import type { ProjectGraph } from "@burrjs/protocol";
import { useRouter } from "@tanstack/react-router";
import { useMemo } from "react";
import { pricesSetting } from "../../data/settings.ts";
import { useStored } from "../../data/stored.ts";
import { both, exactText } from "../../model/facet-query.ts";
import { machineGraph } from "../../model/graph/graph-shape.ts";
import type { Measure } from "../../model/graph/path-counts.ts";
import { projectCounts } from "../../model/graph/project-counts.ts";
import type { Behind, GraphSubject } from "../../parts/graph/graph-subject.ts";

interface ProjectSubjectOptions {
  readonly project: string;
  readonly q: string;
  readonly found: ProjectGraph | undefined;
  readonly heat: Measure;
}

/** What the graph of a project shows: behind each action and way are the runs that came by. */
export function useProjectSubject({ project, q, found, heat }: ProjectSubjectOptions): ProjectSubject | undefined {
  const router = useRouter();
  const prices = useStored(pricesSetting);
  const graph = useMemo(
    () => found && machineGraph(found.graph, { actions: found.actions.map(({ action }) => action), ways: found.ways }),
    [found],
  );
  const counts = useMemo(() => found && projectCounts(found, prices), [found, prices]);
  if (graph === undefined || counts === undefined || found === undefined) return undefined;
  const isOnly = found.graphs.length <= 1;
  const ofGraph = isOnly ? "" : found.hash === null ? "-graph:*" : exactText("graph", found.hash);
  const taken = new Set(found.ways.map(({ from, to }) => JSON.stringify([from, to])));
  const runsOf = (other: string): Behind => {
    const to = "/p/$project";
    const target = {
      to,
      params: { project },
      search: { q: both(q, [ofGraph, other].filter(Boolean).join(" ")) },
    } as const;
    return { href: router.buildLocation(target).href, go: () => void router.navigate(target) };
  };
  const { nodes, edges } = graph.shape;
  const strangers = graph.unknown.size > 0 || found.graph === null ? ` ${nodes.length} ${edges.length}` : "";
  return {
    runsOf,
    subject: {
      graph,
      name: `${project}/${found.hash ?? "~"}${strangers}`,
      counts,
      marks: new Map(),
      current: undefined,
      heat,
      inside: undefined,
      nodeBehind: (action) => (counts.nodes.has(action) ? runsOf(exactText("action", action)) : undefined),
      edgeBehind: ({ from, to }) =>
        taken.has(JSON.stringify([from, to])) ? runsOf(exactText("edge", `${from}->${to}`)) : undefined,
    },
  };
}

/** A graph, and what leads to runs that have something in common. */
export interface ProjectSubject {
  readonly subject: GraphSubject;
  readonly runsOf: (condition: string) => Behind;
}
