import type { SpanView, StepDetail } from "@burrjs/protocol";
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { valueQuery } from "../../../../data/step-queries.ts";
import { type ModelCall, modelCall } from "../../../../model/step/model-call.ts";
import { childPointer } from "../../../../model/value/pointer-text.ts";
import { useRun } from "../../run-context.ts";

/** The call of a model that a span stands for; messages that were cut are fetched. `undefined`: it stands for none. */
export function useModelCall(step: StepDetail, span: SpanView): ModelCall | undefined {
  const { key } = useRun();
  const first = useMemo(() => modelCall(span.attributes), [span]);
  const cut = first?.cut ?? [];
  const place = { sequenceId: step.sequence_id, repeat: step.repeat };
  const fetched = useQueries({
    queries: cut.map((name) =>
      valueQuery(key, place, { of: "attributes", path: childPointer(`/${span.span_id}`, name) }),
    ),
    combine: (results) => results.map(({ data }) => data),
  });
  return useMemo(() => {
    const values = new Map(
      cut.flatMap((name, index) => (fetched[index] === undefined ? [] : [[name, fetched[index].value] as const])),
    );
    return values.size === 0 ? first : modelCall(span.attributes, values);
  }, [first, cut, fetched, span]);
}
