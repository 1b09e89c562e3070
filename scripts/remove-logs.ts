import { rmSync } from "node:fs";
import type { TestProject } from "vitest/node";

/** Removes, behind all tests, the logs of the programs that they have run: `vitest.config.ts` says where those are. */
export default function removeLogs({ config }: TestProject): () => void {
  const { BURR_DIR: folder } = config.env;
  return () => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  };
}
