import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import { deepQuery } from "../../../data/compare-queries.ts";
import { countText } from "../../../format/quantities.ts";
import { shortId } from "../../../format/short-id.ts";
import { visibleText } from "../../../format/visible-text.ts";
import { type ChildPair, childPairs } from "../../../model/compare/child-pairs.ts";
import { type DeepComparison, deepText } from "../../../model/compare/deep-difference.ts";
import type { RunName } from "../../../model/compare/run-name.ts";
import { Button } from "../../../parts/button.tsx";
import { DeepLink, PairLink } from "../pair-link.tsx";
import styles from "./detail.module.css";

interface ChildrenDifferenceProps {
  readonly project: string;
  /** The runs that the steps started. */
  readonly a: readonly RunName[];
  readonly b: readonly RunName[];
}

/** So many pairs are looked at at once. */
const atOnce = 10;

/** The runs that both steps started, in pairs by the order of their start: whether they are equal, and the way to compare them. */
export function ChildrenDifference({ project, a, b }: ChildrenDifferenceProps) {
  const [most, setMost] = useState(atOnce);
  const pairs = childPairs(a, b);
  const shown = pairs.slice(0, most);
  const found = useQueries({
    queries: shown.flatMap((pair) =>
      pair.a === undefined || pair.b === undefined ? [] : [deepQuery(project, pair.a, pair.b)],
    ),
  });
  if (pairs.length === 0) return null;
  return (
    <section className={styles["section"]}>
      <div className={styles["sectionHead"]}>
        <h3>Runs that they started</h3>
        <span className="muted">
          A {countText(a.length)}, B {countText(b.length)}
          {a.length > 0 && b.length > 0 && ", in the order of their start"}
        </span>
      </div>
      <ol className={styles["children"]}>
        {shown.map((pair, n) => (
          <li key={n}>
            <PairLink project={project} a={pair.a} b={pair.b}>
              {[pair.a, pair.b]
                .flatMap((run) => (run === undefined ? [] : [visibleText(shortId(run.app))]))
                .join(" ↔ ")}
            </PairLink>
            <Verdict project={project} pair={pair} found={found[n]} />
          </li>
        ))}
      </ol>
      {pairs.length > most && (
        <Button onClick={() => setMost(most + atOnce)}>
          Compare {countText(Math.min(atOnce, pairs.length - most))} more of {countText(pairs.length - most)}
        </Button>
      )}
    </section>
  );
}

interface VerdictProps {
  readonly project: string;
  readonly pair: ChildPair;
  readonly found: { readonly data: DeepComparison | undefined; readonly error: Error | null } | undefined;
}

/** What is known of a pair; a difference is a way to where it is. */
function Verdict({ project, pair: { a, b }, found }: VerdictProps) {
  if (a === undefined || b === undefined) return <span className="muted">only in {a === undefined ? "B" : "A"}</span>;
  const text = found?.error?.message ?? deepText(found?.data);
  const difference = found?.data?.difference ?? null;
  return difference === null ? (
    <span className="muted">{text}</span>
  ) : (
    <DeepLink project={project} difference={difference} text={text} />
  );
}
