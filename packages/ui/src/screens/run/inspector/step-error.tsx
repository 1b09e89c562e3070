import { useRetry } from "../../../data/use-retry.ts";
import { ErrorBox } from "../../../parts/error-box.tsx";
import { useRun } from "../run-context.ts";

/** What of the run could not be had; a button asks once more. */
export function StepError({ error }: { readonly error: unknown }) {
  return <ErrorBox error={error} retry={useRetry(useRun().key)} />;
}
