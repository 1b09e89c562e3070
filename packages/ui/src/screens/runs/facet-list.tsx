import type { Facets } from "@burrjs/protocol";
import { useState } from "react";
import { countText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import type { ProjectFacets } from "../../data/facets.ts";
import { hasFacet, toggledFacet } from "../../model/facet-query.ts";
import { Segments } from "../../parts/segments.tsx";
import styles from "./facet-list.module.css";

interface FacetListProps {
  readonly facets: ProjectFacets;
  readonly query: string;
  readonly onQuery: (query: string) => void;
}

type Field = keyof Facets;

const fields = [
  ["status", "Status"],
  ["action", "Action reached"],
  ["tag", "Tag"],
  ["model", "Model"],
  ["day", "Day"],
] as const;
const mostValues = 10;

/**
 * What the runs of the project have, with the counts of those that the query lets through: a value stays in its place, also where none has
 * it any more. A click edits the text of the query, which is the only truth.
 */
export function FacetList({ facets: { all, counts }, query, onQuery }: FacetListProps) {
  return (
    <aside className={styles["facets"]} aria-label="Facets">
      <ChildRuns query={query} onQuery={onQuery} />
      {fields.map(([field, title]) => {
        const values = sorted(field, all?.[field] ?? {});
        const left = new Map(Object.entries(counts?.[field] ?? {}));
        return values.length === 0 ? null : (
          <Facet
            key={field}
            field={field}
            title={title}
            values={values}
            counts={left}
            query={query}
            onQuery={onQuery}
          />
        );
      })}
    </aside>
  );
}

/** Children are runs as well, and may be many more than those that have started them. */
function ChildRuns({ query, onQuery }: Pick<FacetListProps, "query" | "onQuery">) {
  const areHidden = hasFacet(query, "-is", "child");
  return (
    <section>
      <h2>Child runs</h2>
      <Segments
        label="Child runs"
        options={[
          { value: "shown", text: "Shown" },
          { value: "hidden", text: "Hidden" },
        ]}
        value={areHidden ? "hidden" : "shown"}
        onChange={() => onQuery(toggledFacet(query, "-is", "child"))}
      />
    </section>
  );
}

/** The most frequent first; days by themselves, the newest first. */
function sorted(field: Field, counts: Readonly<Record<string, number>>): readonly string[] {
  const values = Object.entries(counts);
  const inOrder =
    field === "day"
      ? values.toSorted(([one], [other]) => (one < other ? 1 : -1))
      : values.toSorted(([, one], [, other]) => other - one);
  return inOrder.map(([value]) => value);
}

interface FacetProps extends Omit<FacetListProps, "facets"> {
  readonly field: Field;
  readonly title: string;
  readonly values: readonly string[];
  readonly counts: ReadonlyMap<string, number>;
}

function Facet({ field, title, values, counts, query, onQuery }: FacetProps) {
  const [showsAll, setShowsAll] = useState(false);
  const hidden = values.length - mostValues;
  return (
    <section>
      <h2>{title}</h2>
      <ul>
        {(showsAll ? values : values.slice(0, mostValues)).map((value) => (
          <li key={value}>
            <button
              type="button"
              aria-pressed={hasFacet(query, field, value)}
              className={`${styles["value"]} ${(counts.get(value) ?? 0) === 0 ? "muted" : ""}`}
              onClick={() => onQuery(toggledFacet(query, field, value))}
            >
              <span className={styles["text"]} title={visibleText(value)}>
                {visibleText(value)}
              </span>
              <span className={styles["count"]}>{countText(counts.get(value) ?? 0)}</span>
            </button>
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <button type="button" className={styles["more"]} onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? "Show fewer" : `Show ${countText(hidden)} more`}
        </button>
      )}
    </section>
  );
}
