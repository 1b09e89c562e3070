import { countText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import styles from "./notes.module.css";

type Counts = readonly (readonly [name: string, count: number])[];

interface NoteFacetsProps {
  readonly tags: Counts;
  readonly actions: Counts;
  readonly chosenTags: readonly string[];
  readonly chosenActions: readonly string[];
  readonly onTags: (tags: readonly string[]) => void;
  readonly onActions: (actions: readonly string[]) => void;
}

/** Tags, all of which a note has to have, and actions, any of which it has to be on. */
export function NoteFacets({ tags, actions, chosenTags, chosenActions, onTags, onActions }: NoteFacetsProps) {
  return (
    <aside className={styles["facets"]} aria-label="Facets">
      <Facet title="Tags" hint="all of" counts={tags} chosen={chosenTags} onChange={onTags} />
      <Facet title="Actions" hint="any of" counts={actions} chosen={chosenActions} onChange={onActions} />
    </aside>
  );
}

interface FacetProps {
  readonly title: string;
  readonly hint: string;
  readonly counts: Counts;
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

function Facet({ title, hint, counts, chosen, onChange }: FacetProps) {
  if (counts.length === 0) return null;
  const missing = chosen.filter((name) => !counts.some(([one]) => one === name)).map((name) => [name, 0] as const);
  return (
    <section className={styles["facet"]}>
      <h2>
        {title} <span className="muted">{hint}</span>
      </h2>
      <ul>
        {[...counts, ...missing].map(([name, count]) => {
          const isOn = chosen.includes(name);
          return (
            <li key={name}>
              <button
                type="button"
                aria-pressed={isOn}
                className={styles["facetValue"]}
                onClick={() => onChange(isOn ? chosen.filter((one) => one !== name) : [...chosen, name])}
              >
                <span className={styles["facetText"]}>{visibleText(name)}</span>
                <span className="muted">{countText(count)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
