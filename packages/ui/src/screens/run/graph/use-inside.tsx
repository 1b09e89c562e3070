import { useMemo } from "react";
import type { RunKey } from "../../../data/run-key.ts";
import { isSameRun, type RunName } from "../../../model/compare/run-name.ts";
import { type RunWay, wayIn, wayText } from "../../../model/graph/run-way.ts";
import { runToOpen, type StartedRun, startedRuns } from "../../../model/graph/started-runs.ts";
import type { GraphSubject } from "../../../parts/graph/graph-subject.ts";
import { useRun } from "../run-context.ts";
import { InsideBar } from "./inside-bar.tsx";
import { type ChildRunOptions, type ShownRun, useChildRun } from "./use-child-run.ts";

/** More graphs inside of each other would be too small to read. */
const mostInside = 2;
type Started = ReadonlyMap<string, readonly StartedRun[]>;
const none: Started = new Map();

/**
 * The graph of a run, with those of runs that it started inside of their nodes, as the address says. `undefined` while it is fetched.
 *
 * @param way - From the run of the page to the one that is shown.
 */
export function useInside(
  shown: ShownRun,
  { way, ...cursor }: ChildRunOptions & { readonly way: RunWay },
): GraphSubject | undefined {
  const {
    search,
    key: { project },
  } = useRun();
  const [first, second] = wayIn(search.inside);
  const level = useLevel(shown, first);
  const child = useChildRun(keyOf(project, level), cursorIn(level, cursor));
  const levelBelow = useLevel(child, second);
  const grandchild = useChildRun(keyOf(project, levelBelow), cursorIn(levelBelow, cursor));
  const deepest = useLevel(grandchild, undefined);
  const nested = useNested(way);
  if (shown.subject === undefined) return undefined;
  const [one, other] = [level.found?.run.run, levelBelow.found?.run.run];
  const below = one === undefined ? [] : [one];
  const innermost =
    grandchild.subject && nested(grandchild.subject, deepest, other === undefined ? below : [...below, other]);
  const inner = child.subject && nested(child.subject, levelBelow, below, { ...grandchild, subject: innermost });
  return nested(shown.subject, level, [], { ...child, subject: inner });
}

/** A run, the runs that it started, and the one of them that is open. */
interface Level {
  readonly shown: ShownRun;
  readonly started: Started;
  /** How many, by action. */
  readonly counts: ReadonlyMap<string, number>;
  readonly found: { readonly action: string; readonly run: StartedRun } | undefined;
}

function useLevel(shown: ShownRun, open: RunName | undefined): Level {
  const children = shown.header?.children_list;
  const { steps } = shown;
  const started = useMemo(() => (children === undefined ? none : startedRuns(children, steps)), [children, steps]);
  const counts = useMemo(() => new Map([...started].map(([action, runs]) => [action, runs.length])), [started]);
  return { shown, started, counts, found: open === undefined ? undefined : runNamed(started, open) };
}

function keyOf(project: string, { found }: Level): RunKey | undefined {
  return found && { project, partition: found.run.run.partition, app: found.run.run.app };
}

/** What a later step starts has not begun, also where both are at one time. */
function cursorIn({ shown, found }: Level, cursor: ChildRunOptions): ChildRunOptions {
  const isLater = found !== undefined && found.run.n > (shown.current?.n ?? -1);
  return isLater ? { ...cursor, atMs: Number.NEGATIVE_INFINITY } : cursor;
}

function runNamed(all: Started, name: RunName): Level["found"] {
  for (const [action, runs] of all) {
    const run = runs.find((one) => isSameRun(one.run, name));
    if (run !== undefined) return { action, run };
  }
  return undefined;
}

/** Makes the graph of a run one in which nodes open. */
function useNested(way: RunWay) {
  const { key, jump } = useRun();
  return (
    subject: GraphSubject,
    { shown, started, counts, found }: Level,
    // From the run in the pane to this one.
    above: RunWay,
    child?: ShownRun,
  ): GraphSubject => {
    const open = (run: RunName | undefined): void => {
      if (run === undefined) return;
      const all = [...above, run];
      jump({ in: wayText([...way, ...all.slice(0, -mostInside)]), inside: wayText(all.slice(-mostInside)) });
    };
    const close = (): void => jump({ inside: wayText(above) });
    return {
      ...subject,
      inside: {
        counts,
        toggle: (action) => {
          if (action === found?.action) close();
          else open(runToOpen(started.get(action) ?? [], shown.current?.n ?? -1)?.run);
        },
        opened: found &&
          child && {
            action: found.action,
            subject: child.subject,
            isPending: child.subject === undefined && child.error === null,
            bar: (
              <InsideBar
                project={key.project}
                action={found.action}
                runs={started.get(found.action) ?? []}
                run={found.run}
                error={child.subject === undefined ? child.error : null}
                onChoose={({ run }) => open(run)}
                onEnlarge={() => jump({ in: wayText([...way, ...above, found.run.run]), inside: undefined })}
                onClose={close}
              />
            ),
          },
      },
    };
  };
}
