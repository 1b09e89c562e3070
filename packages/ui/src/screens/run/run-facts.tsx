import { costFormula, costOfUsage, type RunHeader } from "@burrjs/protocol";
import { Link } from "@tanstack/react-router";
import { UserRound } from "lucide-react";
import { useNow } from "../../data/now.ts";
import { pricesSetting } from "../../data/settings.ts";
import { useStored } from "../../data/stored.ts";
import { countText, durationText, moneyText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { facetText } from "../../model/facet-query.ts";
import { StatusBadge } from "../../parts/badge.tsx";
import { RunRelations } from "./run-relations.tsx";
import styles from "./run.module.css";

/** What there is to know of a run at a glance. */
export function RunFacts({ header }: { readonly header: RunHeader }) {
  const { project, partition_key: partition, steps, tokens, errors } = header;
  return (
    <>
      <StatusBadge status={header.status} />
      {partition !== null && (
        <Link
          className={styles["relatives"]}
          to="/p/$project"
          params={{ project }}
          search={{ q: facetText("partition", partition) }}
          title="All runs of this partition"
        >
          <UserRound size={14} strokeWidth={1.5} aria-hidden />
          {visibleText(partition)}
        </Link>
      )}
      <span>
        <b>{countText(steps)}</b> {steps === 1 ? "step" : "steps"}
      </span>
      <Length header={header} />
      {tokens !== null && (
        <span
          title={`${countText(tokens.input)} in, ${countText(tokens.output)} out; ${countText(tokens.cached)} of those in were cached, ${countText(tokens.reasoning)} of those out reasoning`}
        >
          <b>{countText(tokens.input + tokens.output)}</b> tokens
        </span>
      )}
      {tokens !== null && <Cost header={header} />}
      {errors > 0 && (
        <Link
          className={`${styles["relatives"]} ${styles["bad"]}`}
          from="/p/$project/r/$partition/$app"
          to="."
          search={(old) => ({ ...old, q: facetText("status", "failed") })}
          title="Only the failed steps"
        >
          <b>{countText(errors)}</b> failed {errors === 1 ? "step" : "steps"}
        </Link>
      )}
      <RunRelations header={header} />
    </>
  );
}

function Length({
  header: { status, started_ms: startedMs, duration_ms: durationMs },
}: {
  readonly header: RunHeader;
}) {
  const isRunning = status === "running";
  const now = useNow(isRunning ? 1000 : 3_600_000);
  // While it runs, in whole seconds.
  const lengthMs =
    isRunning && startedMs !== null ? Math.floor(Math.max(durationMs ?? 0, now - startedMs) / 1000) * 1000 : durationMs;
  return lengthMs === null ? null : <b title="From the first step to the last one">{durationText(lengthMs)}</b>;
}

function Cost({ header }: { readonly header: RunHeader }) {
  const own = useStored(pricesSetting);
  const cost = costOfUsage(header.usage, own);
  const models = visibleText(header.models.join(", "));
  const title =
    cost === null
      ? `No price is known of ${models === "" ? "the model" : models}: put it into the settings.`
      : `${models}: ${costFormula}`;
  return <span title={title}>{cost === null ? "cost –" : <b>{moneyText(cost)}</b>}</span>;
}
