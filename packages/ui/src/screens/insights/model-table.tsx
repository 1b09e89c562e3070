import { Link } from "@tanstack/react-router";
import { countText, moneyText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { facetText } from "../../model/facet-query.ts";
import type { Group, ModelGroup } from "../../model/insights/insights.ts";
import { costFormula } from "@burrjs/protocol";
import { BehindLink, type InsightProps } from "./behind-link.tsx";
import { type FigureColumn, FigureTable } from "../../parts/figure-table.tsx";
import styles from "./insights.module.css";
import { durationColumn, runsColumn, someText, stepFigures } from "./step-figures.tsx";

const common = ({ name }: Group): string => (name === "" ? "tokens:>0" : facetText("model", name));

/** What each model was used for, and what it cost. */
export function ModelTable(props: InsightProps) {
  const { models } = props.insights;
  if (models.length === 0) return null;
  const amount = (title: string, text: (group: ModelGroup) => string): FigureColumn<ModelGroup> =>
    runsColumn(props, title, { text, runs: ({ runs }) => runs, common });
  return (
    <section className={styles["block"]}>
      <h2>Models</h2>
      <FigureTable
        label="Models"
        rows={models}
        keyOf={({ name }) => name}
        columns={[
          {
            title: "Model",
            cell: (group) => (
              <BehindLink {...props} behind={group.runs} common={common(group)}>
                {group.name === "" ? "not named" : visibleText(group.name)}
              </BehindLink>
            ),
          },
          ...stepFigures(props, common),
          amount("Input", ({ tokens }) => countText(tokens.input)),
          amount("of it cached", ({ tokens }) => someText(tokens.cached)),
          amount("Output", ({ tokens }) => countText(tokens.output)),
          amount("of it reasoning", ({ tokens }) => someText(tokens.reasoning)),
          amount("Cost", ({ cost }) => moneyText(cost)),
          durationColumn(props, "Step, median", ["latency", "p50"]),
          durationColumn(props, "p95", ["latency", "p95"]),
          durationColumn(props, "First item", ["firstChunk", "p50"]),
          durationColumn(props, "its p95", ["firstChunk", "p95"]),
        ]}
      />
      <p className={styles["note"]}>
        Cost = {costFormula}. A price that is not known makes “–”: <Link to="/settings">put it into the settings</Link>.
      </p>
    </section>
  );
}
