import type { StepDetail } from "@burrjs/protocol";
import { useQuery } from "@tanstack/react-query";
import { type ValueOf, valueQuery } from "../../../data/step-queries.ts";
import { ValueReader } from "../../../parts/value/value-reader.tsx";
import { useRun } from "../run-context.ts";

/** Which value of a step is read in full. */
export interface Reading {
  readonly of: ValueOf;
  readonly path: string;
  readonly title: string;
}

interface StepReaderProps {
  readonly step: StepDetail;
  readonly reading: Reading;
  readonly onClose: () => void;
}

/** A value of a step in full. */
export function StepReader({ step, reading, onClose }: StepReaderProps) {
  const { key } = useRun();
  const place = { sequenceId: step.sequence_id, repeat: step.repeat };
  const { data, error } = useQuery(valueQuery(key, place, { of: reading.of, path: reading.path }));
  return (
    <ValueReader
      title={reading.title}
      value={data === undefined ? undefined : { raw: data.value }}
      error={error}
      onClose={onClose}
    />
  );
}
