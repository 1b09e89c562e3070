import type { StepDetail } from "@burrjs/protocol";
import { AnswerSection } from "../answer-section.tsx";
import { StepPanel } from "../step-panel.tsx";
import { useStep } from "../use-step.ts";
import { ChangedSection } from "./changed-section.tsx";
import { ErrorSection } from "./error-section.tsx";
import { NextSection } from "./next-section.tsx";
import { ReadSection } from "./read-section.tsx";
import { RanSection } from "./ran-section.tsx";
import { TimeSection } from "./time-section.tsx";
import { VisitsSection } from "./visits-section.tsx";

/** Why the step ran, and what came of it. */
export function WhyTab() {
  return (
    <StepPanel shown={useStep()} label="Why">
      {(step) => <Why step={step} />}
    </StepPanel>
  );
}

function Why({ step }: { readonly step: StepDetail }) {
  return (
    <>
      {step.exception !== null && <ErrorSection step={step} exception={step.exception} />}
      <RanSection step={step} />
      <AnswerSection step={step} />
      <ReadSection step={step} />
      <ChangedSection step={step} />
      <NextSection step={step} />
      <TimeSection step={step} />
      <VisitsSection step={step} />
    </>
  );
}
