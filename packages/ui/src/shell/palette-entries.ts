import { useQuery } from "@tanstack/react-query";
import { useParams, useRouter } from "@tanstack/react-router";
import { useDeferredValue } from "react";
import { facetsQuery, projectsQuery, runsQuery } from "../data/queries.ts";
import { agoText } from "../format/quantities.ts";
import { originText } from "../format/origin-text.ts";
import { visibleText } from "../format/visible-text.ts";
import { facetText } from "../model/facet-query.ts";
import { useAllCommands } from "./commands.ts";
import { runLink } from "../data/run-key.ts";

/** Something that the palette offers. */
export interface PaletteEntry {
  readonly id: string;
  readonly text: string;
  /** What tells it from others with such names; it is looked through as well. */
  readonly detail?: string;
  readonly kind: string;
  readonly keys?: readonly string[];
  readonly run: () => void;
}

/** What the palette can offer while `text` is typed: commands, screens, actions, projects, and runs that have the text in their names. */
export function usePaletteEntries(text: string): readonly PaletteEntry[] {
  const router = useRouter();
  const { project, partition, app } = useParams({ strict: false });
  const commands = useAllCommands();
  const { data: projects = [] } = useQuery(projectsQuery());
  const words = useDeferredValue(text.trim());
  // As text, whatever it is: what looks like a field of the query language is part of a name here.
  const q = `"${words.replace(/["\\]/g, "\\$&")}"`;
  const { data: runs } = useQuery({
    ...runsQuery(project ?? "", { q }),
    enabled: project !== undefined && words !== "",
  });
  const { data: facets } = useQuery({ ...facetsQuery(project ?? "", ""), enabled: project !== undefined });
  return [
    ...commands.map(({ id, name, keys, run }) => ({
      id,
      text: name,
      kind: "command",
      run,
      keys,
    })),
    ...(project === undefined ? [] : screensOf(project, (to) => void router.navigate({ to, params: { project } }))),
    ...Object.keys(facets?.action ?? {}).map((action) => ({
      id: `action ${action}`,
      text: action,
      kind: "action",
      run: () => {
        const filter = { q: facetText("action", action) };
        // On a run its steps are filtered, and elsewhere the runs.
        if (app === undefined || project === undefined || partition === undefined)
          void router.navigate({ to: "/p/$project", params: { project: project ?? "" }, search: filter });
        else
          void router.navigate({
            to: "/p/$project/r/$partition/$app",
            params: { project, partition, app },
            search: (old) => ({ ...old, ...filter }),
          });
      },
    })),
    ...projects.map(({ project: name }) => ({
      id: `project ${name}`,
      text: name,
      kind: "project",
      run: () => void router.navigate({ to: "/p/$project", params: { project: name } }),
    })),
    ...(runs?.items ?? []).map(({ app_id, partition_key, ...run }) => ({
      id: `run ${partition_key ?? "~"} ${app_id}`,
      text: app_id,
      detail: [originText(run), partition_key ?? "", run.status, agoText(run.last_written_ms, Date.now())]
        .filter((part) => part !== "")
        .join(" · "),
      kind: "run",
      run: () =>
        void router.navigate({
          ...runLink({ project: project ?? "", partition: partition_key, app: app_id }),
        }),
    })),
  ];
}

const screens = [
  ["/p/$project", "Runs"],
  ["/p/$project/graph", "Graph of all runs"],
  ["/p/$project/insights", "Insights"],
  ["/p/$project/notes", "Notes and test cases"],
  ["/p/$project/compare", "Compare two runs"],
] as const;

function screensOf(project: string, go: (to: (typeof screens)[number][0]) => void): readonly PaletteEntry[] {
  return screens.map(([to, name]) => ({
    id: `screen ${to}`,
    text: `${name} of ${visibleText(project)}`,
    kind: "screen",
    run: () => go(to),
  }));
}
