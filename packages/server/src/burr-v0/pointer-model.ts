import type { PointerModel, StepPointer } from "@burrjs/protocol";

/**
 * Gives a pointer as it stands in the files of Burr.
 *
 * @param step - Where it points.
 * @returns The pointer.
 */
export function pointerModel(step: StepPointer): PointerModel {
  const { app_id, partition_key, sequence_id } = step;
  return { type: "pointer_data", app_id, sequence_id, partition_key };
}
