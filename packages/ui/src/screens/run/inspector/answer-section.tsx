import type { StepDetail } from "@burrjs/protocol";
import { useMemo, useState } from "react";
import { pointerText } from "../../../model/value/pointer-text.ts";
import { LocalValueTree } from "../../../parts/value/local-value-tree.tsx";
import { Section } from "./section.tsx";
import { type Reading, StepReader } from "./step-reader.tsx";

/** What somebody answered, if the step goes on with that. */
export function AnswerSection({ step }: { readonly step: StepDetail }) {
  const [reading, setReading] = useState<Reading | undefined>(undefined);
  const answers = useMemo(() => Object.entries(step.answers), [step.answers]);
  if (answers.length === 0) return null;
  return (
    <Section title="Answer">
      <LocalValueTree
        label="Answer"
        values={answers}
        isOpen
        onRead={({ pointer }) => setReading({ of: "answers", path: pointer, title: pointerText(pointer) })}
      />
      {reading !== undefined && <StepReader step={step} reading={reading} onClose={() => setReading(undefined)} />}
    </Section>
  );
}
