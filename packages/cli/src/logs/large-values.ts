import { blobExpander } from "@burrjs/protocol";
import type { RunView } from "@burrjs/server/store";

/** Brings back large values, which stand beside the log: gives values in which all of them are whole that are still there. */
export function largeValues({ files }: RunView): (value: unknown) => Promise<unknown> {
  return blobExpander(async (hash) => {
    const bytes = await files.blob(hash);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  });
}
