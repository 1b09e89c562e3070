import type { KeyUse, StepDetail, ValuePreview } from "@burrjs/protocol";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type StateAt, stateQuery } from "../../../../data/step-queries.ts";
import { useRun } from "../../run-context.ts";

/** What is known of a key of the state. */
export interface KnownKey {
  /** `null`: it is not set. */
  readonly preview: ValuePreview | null;
  /** `null`: no step wrote it. */
  readonly writer: KeyUse["last_writer"];
}

/** The values of keys around a step, and who wrote them last. The state is asked for only for keys that the step itself does not tell of. */
export function useKnownKeys(step: StepDetail, at: StateAt, keys: readonly string[]): ReadonlyMap<string, KnownKey> {
  const { key: run } = useRun();
  const told = useMemo(() => {
    const uses = at === "before" ? step.read : [];
    return new Map(uses.map(({ key, preview, last_writer: writer }) => [key, { preview, writer }] as const));
  }, [step, at]);
  const isMissing = keys.some((key) => !told.has(key));
  const place = { sequenceId: step.sequence_id, repeat: step.repeat };
  const { data: state } = useQuery({ ...stateQuery(run, place, { at }), enabled: isMissing });
  return useMemo(() => {
    if (state === undefined) return told;
    const values = new Map(state.node.children?.map(({ key, node }) => [key, node] as const));
    const isWhole = state.node.next_page === undefined;
    const all = new Map<string, KnownKey>(told);
    for (const key of keys) {
      const preview = values.get(key);
      if (preview === undefined && !isWhole) continue; // among those that were not given
      const writers = state.writers ?? {};
      all.set(key, { preview: preview ?? null, writer: Object.hasOwn(writers, key) ? (writers[key] ?? null) : null });
    }
    return all;
  }, [state, told, keys]);
}
