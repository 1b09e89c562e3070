import { useState } from "react";

interface NewsOptions {
  readonly length: number;
  /** Whether the run goes on. */
  readonly isLive: boolean;
  /** Whether the cursor is where the newest step is. */
  readonly isAtEnd: boolean;
}

/** How many steps came since the cursor has not been at the end any more. They stay new when the run has ended. */
export function useNews({ length, isLive, isAtEnd }: NewsOptions): number {
  const [wasLive, setWasLive] = useState(isLive);
  // What was there when the page was opened is not new.
  const [seen, setSeen] = useState(length);
  if (isLive && !wasLive) setWasLive(true);
  if ((isAtEnd || !wasLive || seen === 0) && seen !== length) setSeen(length);
  return length - seen;
}
