import type { RunHeader } from "@burrjs/protocol";
import { useNow } from "../../data/now.ts";
import { lookEveryMs, openEndMs } from "../../model/run-clock.ts";
import { goesOn } from "../../model/going-on.ts";

interface Picture {
  /** When it begins. */
  readonly sinceMs: number;
  /** Changes of a smaller part of it do not count. */
  readonly parts: number;
}

const never = 3_600_000;

/** What counts as the end of steps that have none, in a picture of a run: looked at again when that makes a difference to be seen. */
export function useOpenEnd(header: RunHeader | undefined, { sinceMs, parts }: Picture): number {
  const now = useNow(goesOn(header?.status) ? lookEveryMs(Date.now() - sinceMs, parts) : never);
  return openEndMs(header, now);
}
