import type { RunSummary } from "@burrjs/protocol";
import { useEffect, useRef, useState } from "react";
import { apiPath, getPages } from "../../data/api.ts";
import { asked } from "../../data/asked.ts";
import { countText } from "../../format/quantities.ts";
import { Button } from "../../parts/button.tsx";
import { toast } from "../../shell/toasts.tsx";

interface ChooseAllProps {
  readonly project: string;
  readonly q: string;
  readonly total: number;
  readonly choose: (runs: readonly RunSummary[]) => void;
}

/** Chooses all runs that fit the query now, also those whose rows were not fetched. Those that come to fit later are not among them. */
export function ChooseAllThatFit({ project, q, total, choose }: ChooseAllProps) {
  const [isReading, setIsReading] = useState(false);
  const leaving = useRef(new AbortController());
  useEffect(() => () => leaving.current.abort(), []);
  const read = async (): Promise<void> => {
    setIsReading(true);
    const { signal } = (leaving.current = new AbortController());
    try {
      // In an order that does not change while the pages are read.
      const path = apiPath("projects", project, "runs");
      const { items } = await getPages<RunSummary>(path, asked({ q, sort: "app_id" }), { signal });
      choose(items);
    } catch (error) {
      if (!signal.aborted) toast(`Not all were chosen: ${error instanceof Error ? error.message : ""}`);
    } finally {
      setIsReading(false);
    }
  };
  return (
    <Button disabled={isReading} onClick={() => void read()}>
      {isReading ? "Reading…" : `Choose all ${countText(total)} that fit`}
    </Button>
  );
}
