import type { ForkAnswer, ForkBody, JobSummary } from "@burrjs/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { ApiError } from "../../../data/api.ts";
import type { RunKey } from "../../../data/run-key.ts";
import { isRunThere, postControl, postFork, runnersQuery } from "../../../data/runner-queries.ts";
import { runName } from "../../../model/compare/run-name.ts";
import { jobWords } from "../../../model/fork/job-words.ts";
import { type Refusal, type RefusalWords, refusalWords } from "../../../model/fork/refusal-words.ts";

/** What becomes of a fork that was asked for. */
export interface ForkRunning {
  /** What is going on; `undefined`: nothing. */
  readonly busy: string | undefined;
  readonly refusal: RefusalWords | undefined;
  readonly forget: () => void;
  readonly run: (body: ForkBody, repeats: number) => void;
}

const askAgainMs = 120;

/** Asks for forks, and goes to their comparison with their parent as soon as the first one can be looked at. */
export function useRunFork(key: RunKey): ForkRunning {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [busy, setBusy] = useState<string | undefined>(undefined);
  const [refusal, setRefusal] = useState<RefusalWords | undefined>(undefined);
  const leaving = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    leaving.current = controller;
    return () => controller.abort();
  }, []);
  // The same request again, since the answer was lost, is the same fork.
  const asked = useRef<{ readonly body: string; readonly id: string }>({ body: "", id: "" });

  async function ask(body: ForkBody, repeats: number, signal: AbortSignal): Promise<void> {
    const text = JSON.stringify([body, repeats]);
    if (asked.current.body !== text) asked.current = { body: text, id: crypto.randomUUID() };
    const answers: ForkAnswer[] = [];
    for (let n = 0; n < repeats; n += 1) {
      setBusy(repeats === 1 ? "Starting the run …" : `Starting run ${n + 1} of ${repeats} …`);
      answers.push(
        await postFork(
          key,
          repeats === 1 ? body : { ...body, label: labelOf(body, n, repeats) },
          `${asked.current.id}-${n}`,
        ),
      );
    }
    asked.current = { body: "", id: "" };
    const [first] = answers;
    if (first === undefined) return;
    await readable(first, signal);
    if (signal.aborted) return;
    const names = answers.map(({ app_id: app, partition_key: partition }) => runName({ app, partition }));
    await navigate({
      to: "/p/$project/compare",
      params: { project: key.project },
      search: {
        a: runName({ partition: key.partition, app: key.app, sequenceId: body.sequence_id }),
        b: names[0] ?? "",
        ...(names.length < 2 ? {} : { set: names }),
      },
      // Back leads to the run, and not into the dialog.
      replace: true,
    });
  }

  /** Resolves when the log of a new run is there. Throws why it will never be. */
  async function readable(
    { app_id: app, partition_key: partition, job_id: id }: ForkAnswer,
    signal: AbortSignal,
  ): Promise<void> {
    const run: RunKey = { project: key.project, partition, app };
    while (!signal.aborted) {
      if (await isRunThere(run, signal)) return;
      const view = await client.fetchQuery({ ...runnersQuery(), staleTime: askAgainMs });
      const job = view?.jobs.find((one) => one.job_id === id);
      if (job !== undefined && job.error !== null) throw new Refused(job.error);
      if (job?.status === "paused" || job?.status === "done") {
        // Nobody will look at it.
        if (job.status === "paused") void postControl(run, { type: "abort" }, crypto.randomUUID()).catch(() => {});
        throw new Refused({ code: job.stopped ?? "", message: stoppedText(job) });
      }
      setBusy(
        job?.status === "waiting"
          ? `${job.runner_name} is busy: the run begins when it has room …`
          : "Waiting for its first record …",
      );
      await new Promise((resolve) => {
        setTimeout(resolve, askAgainMs);
      });
    }
  }

  return {
    busy,
    refusal,
    forget: () => setRefusal(undefined),
    run: (body, repeats) => {
      setRefusal(undefined);
      const { signal } = leaving.current;
      void ask(body, repeats, signal)
        .catch((error: unknown) => {
          if (!signal.aborted) setRefusal(refusalWords(refusalOf(error)));
        })
        .finally(() => setBusy(undefined));
    },
  };
}

const stopReasons = new Map([
  ["side-effect", "it has effects in the world, and was not ticked"],
  ["inputs", "it needs inputs that were not given"],
  ["not-on-tape", "the tape has no call of it here"],
]);

function stoppedText(job: JobSummary): string {
  const reason = stopReasons.get(job.stopped ?? "");
  if (reason === undefined) return `The run has stopped before its first step. ${jobWords(job).text}`;
  return `The run has stopped before its first step, ${job.next ?? "an action"}: ${reason}.`;
}

function labelOf({ label }: ForkBody, n: number, repeats: number): string {
  return `${label ?? "repeat"} ${n + 1}/${repeats}`;
}

class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refused) return error.refusal;
  if (error instanceof ApiError) return error;
  return {
    code: "no_answer",
    message: "The server does not answer.",
    hint: "Start it again with burr ui, then try again: the run is not made twice.",
  };
}
