import type { RunHeader } from "@burrjs/protocol";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { deepQuery } from "../../data/compare-queries.ts";
import { forkAboutQuery } from "../../data/runner-queries.ts";
import { pricesSetting } from "../../data/settings.ts";
import { useStored } from "../../data/stored.ts";
import { countText, durationText, moneyText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { type AlignedPair, pairWith } from "../../model/compare/alignment.ts";
import { costDelta, countDelta, type Delta, durationDelta } from "../../model/compare/deltas.ts";
import { deepText } from "../../model/compare/deep-difference.ts";
import { differingName, type FirstDifference } from "../../model/compare/first-difference.ts";
import { runCost } from "../../model/step-cost.ts";
import { Button } from "../../parts/button.tsx";
import { StatusBadge } from "../../parts/badge.tsx";
import { ValuePreviewText } from "../../parts/value/value-text.tsx";
import styles from "./compare.module.css";
import { DeltaText } from "./delta-text.tsx";
import { DeepLink } from "./pair-link.tsx";
import { SideMark } from "./side-mark.tsx";
import type { Comparison, Side } from "./use-comparison.ts";
import { goesOn } from "../../model/going-on.ts";
import { runLink } from "../../data/run-key.ts";

interface CompareHeadProps {
  readonly comparison: Comparison;
  /** Where they differ first, as far as that is known. */
  readonly found: FirstDifference | undefined;
  readonly isOneRun: boolean;
  readonly onSelect: (pair: AlignedPair | undefined) => void;
  /** Goes to the difference before or after the row; `undefined`: there is none. */
  readonly seek: (direction: 1 | -1) => (() => void) | undefined;
}

/** Where the runs differ first, and both runs in numbers. */
export function CompareHead({ comparison, found, isOneRun, onSelect, seek }: CompareHeadProps) {
  const { a, b } = comparison;
  const [costA, costB] = [useCost(a), useCost(b)];
  return (
    <section className={styles["head"]} aria-label="Both runs">
      <div className={styles["headline"]}>
        {isOneRun ? <OneRun /> : <Headline comparison={comparison} found={found} onSelect={onSelect} />}
      </div>
      <div className={styles["sides"]}>
        <SideFacts side="a" run={a} cost={costA} />
        {!isOneRun && (
          <SideFacts side="b" run={b} cost={costB} deltas={{ ...deltasOf(a, b), cost: costDelta(costA, costB) }} />
        )}
        {!isOneRun && (
          <span className={styles["steer"]}>
            <SeekButton go={seek(-1)}>Previous difference</SeekButton>
            <SeekButton go={seek(1)}>Next difference</SeekButton>
          </span>
        )}
      </div>
    </section>
  );
}

function SeekButton({ go, children }: { readonly go: (() => void) | undefined; readonly children: string }) {
  return (
    <Button aria-disabled={go === undefined} onClick={() => go?.()}>
      {children}
    </Button>
  );
}

function OneRun() {
  return <h2>Two steps of one run: A stays, a click on a row sets B.</h2>;
}

function Headline({ comparison, found, onSelect }: Pick<CompareHeadProps, "comparison" | "found" | "onSelect">) {
  const { alignment, a, b } = comparison;
  if (alignment === undefined) return <h2 className="muted">Comparing the steps …</h2>;
  const { counts, first_difference: first } = alignment;
  const summary = [
    [counts.inherited, "before the fork"],
    [counts.same, "equal"],
    [counts.changed, "changed"],
    [counts.only_a, "only A"],
    [counts.only_b, "only B"],
    [counts.open, "not known yet"],
  ] as const;
  const isLive = goesOn(a.header?.status) || goesOn(b.header?.status);
  const total = summary.reduce((sum, [count]) => sum + count, 0);
  const go = (): void => {
    if (found?.step === null || found === undefined) return;
    const { side, sequenceId } = found.step;
    onSelect(pairWith(alignment.rows, side, comparison[side].steps.find(sequenceId)));
  };
  return (
    <>
      {found === undefined ? (
        first === null ? (
          <EqualSteps comparison={comparison} isLive={isLive} />
        ) : (
          <h2>First difference: step {(first.a ?? first.b)?.sequence_id}</h2>
        )
      ) : (
        <h2>
          First difference:{" "}
          {found.step === null ? (
            found.place
          ) : (
            <button type="button" className={styles["place"]} onClick={go}>
              {visibleText(found.place)}
            </button>
          )}
          {found.values.map((value) => (
            <span key={value.path} className={styles["differing"]}>
              <code className={styles["name"]}>{differingName(value)}</code>
              <span className={styles["valueA"]}>
                {value.a === undefined ? <i>nothing</i> : <ValuePreviewText preview={value.a} limit={48} />}
              </span>
              <span aria-hidden>→</span>
              <span className="hidden-text">in A, in B</span>
              <span className={styles["valueB"]}>
                {value.b === undefined ? <i>nothing</i> : <ValuePreviewText preview={value.b} limit={48} />}
              </span>
            </span>
          ))}
        </h2>
      )}
      <p className={styles["summary"]}>
        {found !== undefined && found.onwards !== "" && <span>{visibleText(found.onwards)} </span>}
        {total > 0 &&
          summary
            .filter(([count]) => count > 0)
            .map(([count, text]) => `${countText(count)} ${text}`)
            .join(" · ")}
      </p>
    </>
  );
}

/** No step differs: then runs that they started may, as far as these are looked at. */
function EqualSteps({
  comparison: { project, a, b },
  isLive,
}: {
  readonly comparison: Comparison;
  readonly isLive: boolean;
}) {
  const hasChildren = a.started.size + b.started.size > 0;
  const { data: deep, error } = useQuery({ ...deepQuery(project, a.key, b.key), enabled: hasChildren });
  if (deep !== undefined && deep.difference !== null)
    return (
      <h2>
        First difference: <DeepLink project={project} difference={deep.difference} text={deepText(deep)} />
      </h2>
    );
  const children = !hasChildren
    ? ""
    : deep === undefined
      ? error === null
        ? " Comparing the child runs …"
        : ` The child runs could not be compared: ${error.message}`
      : deep.isWhole
        ? " So have those of all child runs."
        : " Of the child runs, only the first ones were looked at: no difference there.";
  return (
    <h2>
      No difference{isLive && " so far"}: all steps have equal calls, attempts, results and changes.{children}
    </h2>
  );
}

interface Deltas {
  readonly duration: Delta;
  readonly tokens: Delta;
  readonly cost: Delta;
}

function useCost({ steps }: Side): number | null {
  const prices = useStored(pricesSetting);
  return useMemo(() => runCost(steps, prices), [steps, prices]);
}

function deltasOf(a: Side, b: Side): Omit<Deltas, "cost"> {
  return {
    duration: durationDelta(a.header?.duration_ms, b.header?.duration_ms),
    tokens: countDelta(tokensOf(a), tokensOf(b)),
  };
}

function tokensOf({ header }: Side): number | null {
  const tokens = header?.tokens ?? null;
  return tokens && tokens.input + tokens.output;
}

interface SideFactsProps {
  readonly side: "a" | "b";
  readonly run: Side;
  readonly cost: number | null;
  readonly deltas?: Deltas;
}

/** What a fork is called. */
function ForkLabel({ header }: { readonly header: RunHeader }) {
  const { data: about } = useQuery(forkAboutQuery(header));
  return (about?.label ?? "") === "" ? null : <span>“{visibleText(about?.label ?? "")}”</span>;
}

function SideFacts({ side, run, cost, deltas }: SideFactsProps) {
  const { header } = run;
  const { project, partition, app } = run.key;
  const tokens = tokensOf(run);
  return (
    <span className={styles["side"]}>
      <SideMark side={side} />
      <Link className="mono" {...runLink({ project, partition, app })}>
        {visibleText(app)}
      </Link>
      {header !== undefined && (
        <>
          <StatusBadge status={header.status} />
          <ForkLabel header={header} />
          <span>
            <b>{countText(header.steps)}</b> {header.steps === 1 ? "step" : "steps"}
          </span>
          <span>
            <b>{durationText(header.duration_ms)}</b> {deltas !== undefined && <DeltaText delta={deltas.duration} />}
          </span>
          {tokens !== null && (
            <span>
              <b>{countText(tokens)}</b> tokens {deltas !== undefined && <DeltaText delta={deltas.tokens} />}
            </span>
          )}
          {cost !== null && (
            <span>
              <b>{moneyText(cost)}</b> {deltas !== undefined && <DeltaText delta={deltas.cost} />}
            </span>
          )}
          {header.errors > 0 && (
            <span className={styles["bad"]}>
              {countText(header.errors)} failed {header.errors === 1 ? "step" : "steps"}
            </span>
          )}
        </>
      )}
    </span>
  );
}
