import { useQueryClient } from "@tanstack/react-query";
import { type RunKey, runQueryKey } from "./run-key.ts";

/** Asks once more for what of a run could not be had. */
export function useRetry(run: RunKey): () => void {
  const client = useQueryClient();
  return () =>
    void client.refetchQueries({ queryKey: runQueryKey(run), predicate: ({ state }) => state.status === "error" });
}
