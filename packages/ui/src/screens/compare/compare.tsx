import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { ArrowLeftRight } from "lucide-react";
import { parseRunName, runName } from "../../model/compare/run-name.ts";
import { Button } from "../../parts/button.tsx";
import { PageHeader } from "../../parts/page-header.tsx";
import { ChooseRun } from "./choose-run.tsx";
import { ComparisonView } from "./comparison-view.tsx";

const noRuns: readonly string[] = [];

/** Two runs, or two steps, beside each other; what is missing in the address is chosen from a list. */
export function Compare() {
  const { project } = useParams({ from: "/p/$project/compare" });
  const search = useSearch({ from: "/p/$project/compare" });
  const navigate = useNavigate({ from: "/p/$project/compare" });
  const [a, b] = [named(search.a), named(search.b)];
  const crumbs = [
    { text: "Projects", to: "/p" },
    { text: project, to: `/p/${encodeURIComponent(project)}` },
    { text: "Compare" },
  ];
  if (a === undefined || b === undefined) {
    return (
      <>
        <PageHeader crumbs={crumbs} />
        <ChooseRun project={project} a={a ?? b} />
      </>
    );
  }
  // The others that were forked like B are not like A.
  const swap = (): void =>
    void navigate({ search: ({ set: _set, ...old }) => ({ ...old, a: runName(b), b: runName(a) }) });
  return (
    <>
      <PageHeader
        crumbs={crumbs}
        actions={
          <>
            <Button kind="ghost" onClick={swap}>
              <ArrowLeftRight size={16} strokeWidth={1.5} aria-hidden />
              Swap A and B
            </Button>
            <Button kind="ghost" onClick={() => void navigate({ search: { a: runName(a) } })}>
              Choose another B…
            </Button>
          </>
        }
      />
      <ComparisonView
        project={project}
        a={a}
        b={b}
        set={search.set ?? noRuns}
        isGraph={search.show === "graph"}
        swap={swap}
      />
    </>
  );
}

function named(text: string | undefined): ReturnType<typeof parseRunName> {
  return text === undefined ? undefined : parseRunName(text);
}
