import type { StreamPart } from "@burrjs/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { getJson, withParameters } from "../../../../data/api.ts";
import { type RunKey, runPath, runQueryKey } from "../../../../data/run-key.ts";
import { noItems, type StreamItems, withPart } from "../../../../model/stream/stream-items.ts";
import { onChunks } from "../../../../data/steps.ts";

/** Which stream. */
export interface StreamName {
  readonly run: RunKey;
  readonly sequenceId: number;
  readonly repeat: number;
  readonly attempt: number;
  /** Whether items may still come. */
  readonly isRunning: boolean;
}

/** A stream as far as it is here. */
export interface LoadedStream {
  readonly stream: StreamItems;
  /** How many items the log has, as far as is known. */
  readonly total: number;
  readonly error: unknown;
}

const pageLength = 1000;

/** The items of a stream: those of the log, page by page, and then those that come while it runs. */
export function useStream({ run, sequenceId, repeat, attempt, isRunning }: StreamName): LoadedStream {
  const client = useQueryClient();
  const cacheKey = runQueryKey(run, "stream", sequenceId, repeat, attempt);
  const name = JSON.stringify(cacheKey);
  const [held, setHeld] = useState<LoadedStream & { readonly name: string }>(() => ({
    name,
    ...begun(client.getQueryData(cacheKey)),
  }));
  useEffect(() => {
    const controller = new AbortController();
    let now: StreamItems = client.getQueryData(cacheKey) ?? noItems;
    let total = now.items.length;
    const show = (error?: unknown): void => {
      client.setQueryData(cacheKey, now);
      setHeld({ name, stream: now, total: Math.max(total, now.items.length), error });
    };
    const fetchRest = async (): Promise<void> => {
      const path = runPath(run, "steps", sequenceId, "stream");
      for (;;) {
        const from = now.items.length;
        const asked = withParameters(path, { attempt, from, limit: pageLength, repeat });
        const part = await getJson<StreamPart>(asked, { signal: controller.signal });
        now = withPart(now, part);
        ({ total } = part);
        show();
        if (now.items.length === from || now.items.length >= total) return;
      }
    };
    let fetching: Promise<void> | undefined;
    const fetchOnce = (): void => {
      fetching ??= fetchRest()
        .catch((error: unknown) => {
          if (!controller.signal.aborted) show(error);
        })
        .finally(() => {
          fetching = undefined;
        });
    };
    setHeld({ name, stream: now, total, error: undefined });
    fetchOnce();
    const leave = onChunks(run, (chunks) => {
      const before = now;
      for (const { sequence_id: step, attempt: of, i, dt_us, items } of chunks) {
        if (step !== sequenceId || of !== attempt) continue;
        if (i > now.items.length) fetchOnce();
        else now = withPart(now, { from: i, items, dt_us });
      }
      if (now !== before) show();
    });
    return () => {
      leave();
      controller.abort();
    };
    // `isRunning`: at its end, what was missed is fetched.
  }, [name, isRunning]);
  return held.name === name ? held : begun(undefined);
}

function begun(stream: StreamItems = noItems): LoadedStream {
  return { stream, total: stream.items.length, error: undefined };
}
