import { Link } from "@tanstack/react-router";
import { countText, durationText, moneyText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { condition } from "../../model/insights/behind.ts";
import { costFormula } from "../../model/prices.ts";
import { BehindLink } from "./behind-link.tsx";
import styles from "./insights.module.css";
import type { InsightProps } from "./summary.tsx";

/** What each model was used for, and what it cost. */
export function ModelTable({ project, q, insights: { models } }: InsightProps) {
  if (models.length === 0) return null;
  return (
    <section className={styles["block"]}>
      <h2>Models</h2>
      <div className={styles["tableBox"]} role="region" aria-label="Models" tabIndex={0}>
        <table className={styles["table"]}>
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col" className={styles["number"]}>
                Steps
              </th>
              <th scope="col" className={styles["number"]}>
                Failed
              </th>
              <th scope="col" className={styles["number"]}>
                Input
              </th>
              <th scope="col" className={styles["number"]}>
                of it cached
              </th>
              <th scope="col" className={styles["number"]}>
                Output
              </th>
              <th scope="col" className={styles["number"]}>
                of it reasoning
              </th>
              <th scope="col" className={styles["number"]}>
                Cost
              </th>
              <th scope="col" className={styles["number"]}>
                Step, median
              </th>
              <th scope="col" className={styles["number"]}>
                p95
              </th>
              <th scope="col" className={styles["number"]}>
                First item
              </th>
              <th scope="col" className={styles["number"]}>
                its p95
              </th>
            </tr>
          </thead>
          <tbody>
            {models.map(({ name, runs, steps, failed, tokens, cost, latency, firstChunk }) => (
              <tr key={name}>
                <th scope="row">
                  <BehindLink
                    project={project}
                    q={q}
                    runs={runs}
                    other={name === "" ? "tokens:>0" : condition("model", name)}
                  >
                    {name === "" ? "not named" : visibleText(name)}
                  </BehindLink>
                </th>
                <td className={styles["number"]}>{steps === 0 ? "–" : countText(steps)}</td>
                <td className={`${styles["number"]} ${failed > 0 ? styles["bad"] : ""}`}>
                  {failed === 0 ? "–" : countText(failed)}
                </td>
                <td className={styles["number"]}>{countText(tokens.input)}</td>
                <td className={styles["number"]}>{tokens.cached === 0 ? "–" : countText(tokens.cached)}</td>
                <td className={styles["number"]}>{countText(tokens.output)}</td>
                <td className={styles["number"]}>{tokens.reasoning === 0 ? "–" : countText(tokens.reasoning)}</td>
                <td className={styles["number"]}>{moneyText(cost)}</td>
                <td className={styles["number"]}>{durationText(latency?.p50)}</td>
                <td className={styles["number"]}>{durationText(latency?.p95)}</td>
                <td className={styles["number"]}>{durationText(firstChunk?.p50)}</td>
                <td className={styles["number"]}>{durationText(firstChunk?.p95)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles["note"]}>
        Cost = {costFormula}. A price that is not known makes “–”: <Link to="/settings">put it into the settings</Link>.
      </p>
    </section>
  );
}
