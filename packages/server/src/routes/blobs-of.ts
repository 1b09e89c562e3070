import type { BlobText } from "@burrjs/protocol";
import type { RunView } from "../store/store.ts";

/**
 * Gives what brings the large values of an application back.
 *
 * @param run - The application.
 * @returns The option of `toPythonRecords()`.
 */
export function blobsOf(run: RunView): { readonly blob?: BlobText } {
  if (run.blob === undefined) return {};
  return {
    async blob(hash) {
      const bytes = await run.blob?.(hash);
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    },
  };
}
