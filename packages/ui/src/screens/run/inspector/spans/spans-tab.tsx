import type { SpanView, StepDetail } from "@burrjs/protocol";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { valueQuery } from "../../../../data/step-queries.ts";
import { countText, durationText } from "../../../../format/quantities.ts";
import { visibleText } from "../../../../format/visible-text.ts";
import { ownSpanId, tryNames } from "../../../../model/step/span-try.ts";
import { childPointer } from "../../../../model/value/pointer-text.ts";
import { ValueReader } from "../../../../parts/value/value-reader.tsx";
import { LocalValueTree } from "../../../../parts/value/local-value-tree.tsx";
import { useCommands } from "../../../../shell/commands.ts";
import { useRun } from "../../run-context.ts";
import { Section } from "../section.tsx";
import { StepPanel } from "../step-panel.tsx";
import { TapedNote } from "../taped-note.tsx";
import { useStep } from "../use-step.ts";
import styles from "../inspector.module.css";
import { ModelCallView } from "./model-call-view.tsx";
import { SpanTree } from "./span-tree.tsx";
import { useModelCall } from "./use-model-call.ts";

/** The spans of the step as a tree, and what one of them says. */
export function SpansTab() {
  return (
    <StepPanel shown={useStep()} label="Spans">
      {(step) => <Spans step={step} />}
    </StepPanel>
  );
}

function Spans({ step }: { readonly step: StepDetail }) {
  const { search, move } = useRun();
  const { spans_list: spans } = step;
  const wanted = search.sel?.startsWith("span:") === true ? search.sel.slice(5) : undefined;
  const span = spans.find(({ span_id: id }) => id === wanted) ?? spans[0];
  const go = (by: number): void => {
    const next = spans[spans.findIndex((one) => one === span) + by];
    if (next !== undefined) move({ sel: `span:${next.span_id}` });
  };
  useCommands("spans", {
    "span-next": () => go(1),
    "span-previous": () => go(-1),
  });
  return (
    <>
      <Section title="Spans" summary={countText(spans.length)}>
        <TapedNote step={step} />
        {spans.length === 0 ? (
          <p className={styles["note"]}>
            It has none. An action makes them with <code>ctx.span(name, work)</code>.
          </p>
        ) : (
          <SpanTree step={step} selected={span?.span_id} onSelect={(id) => move({ sel: `span:${id}` })} />
        )}
      </Section>
      {span !== undefined && <Span key={span.span_id} step={step} span={span} />}
    </>
  );
}

function Span({ step, span }: { readonly step: StepDetail; readonly span: SpanView }) {
  const { key } = useRun();
  const [reading, setReading] = useState<string | undefined>(undefined);
  const call = useModelCall(step, span);
  const words = [ownSpanId(span.span_id), tryNames(step.spans_list)(span), durationText(span.duration_ms)];
  const place = { sequenceId: step.sequence_id, repeat: step.repeat };
  const { data, error } = useQuery({
    ...valueQuery(key, place, { of: "attributes", path: childPointer(`/${span.span_id}`, reading ?? "") }),
    enabled: reading !== undefined,
  });
  return (
    <>
      <Section title={visibleText(span.name)} summary={words.filter((text) => text !== "").join(" · ")}>
        {span.error !== null && <p className={styles["error"]}>{visibleText(span.error)}</p>}
      </Section>
      {call !== undefined && <ModelCallView call={call} />}
      <Section title="Attributes" summary={countText(span.attributes.length)}>
        {span.attributes.length === 0 ? (
          <p className={styles["note"]}>None.</p>
        ) : (
          <LocalValueTree
            label={`Attributes of ${visibleText(span.name)}`}
            values={span.attributes.map(({ key: name, value }) => [name, value])}
            onRead={(node) => setReading(node.key)}
          />
        )}
      </Section>
      {reading !== undefined && (
        <ValueReader
          title={visibleText(reading)}
          value={data === undefined ? undefined : { raw: data.value }}
          error={error}
          onClose={() => setReading(undefined)}
        />
      )}
    </>
  );
}
