import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { headerQuery } from "../../../data/queries.ts";
import type { RunKey } from "../../../data/run-key.ts";
import { exactText } from "../../../model/facet-query.ts";
import { stepPlace } from "../../../model/step-place.ts";
import { GraphView } from "../../../parts/graph/graph-view.tsx";
import { useSteps } from "../../../data/steps.ts";
import { ChildRuns, type RunWay } from "./child-runs.tsx";
import { useSubject } from "./use-subject.ts";

interface ChildGraphProps {
  readonly run: RunKey;
  /** From the run of the page to this one. */
  readonly way: RunWay;
  readonly asList: boolean;
  readonly zoom: number | undefined;
  readonly onZoom: (zoom: number) => void;
}

/** The graph of a child run, in the place of that of its parent: a click goes to the child's own page. */
export function ChildGraph({ run, way, ...view }: ChildGraphProps) {
  const navigate = useNavigate();
  const { data: header } = useQuery(headerQuery(run));
  const { steps } = useSteps(run);
  const { project, partition, app } = run;
  const open = (search: { readonly s?: number; readonly r?: number; readonly q?: string }): void => {
    void navigate({
      to: "/p/$project/r/$partition/$app",
      params: { project, partition: partition ?? "~", app },
      search,
    });
  };
  const shown = useSubject({
    key: run,
    header,
    steps,
    current: undefined,
    detail: undefined,
    project: undefined,
    isWhole: true,
    heat: undefined,
    goTo: (n) => {
      const place = stepPlace(steps, n);
      if (place !== undefined) open({ s: place.s, ...(place.r === undefined ? {} : { r: place.r }) });
    },
    filter: ({ from, to }) => open({ q: exactText("edge", `${from}->${to}`) }),
  });
  return (
    <>
      <ChildRuns runs={(header?.children_list ?? []).filter(({ kind }) => kind === "spawn")} way={way} />
      {shown !== undefined && <GraphView subject={shown.subject} {...view} />}
    </>
  );
}
