import { isBurrError } from "@burrjs/core";
import { escapePointer, type JobReport } from "@burrjs/protocol";
import type { AppIds } from "../record/fork-notes.ts";
import { isRunnerError } from "./runner-error.ts";

/** Where reports go, and what they wait for. */
export interface ReportParts {
  readonly report: (report: JobReport) => void;
  /** Resolves when the log has what is reported: whoever hears of it looks there. */
  readonly logged: () => Promise<void>;
  /** Takes out of a text what the log hides. */
  readonly clean: (text: string) => string;
}

/** What a run that stands still wants of people. */
type Wanted = Pick<JobReport & { readonly status: "paused" }, "waiting_for" | "inputs">;

/** Says how one job stands, in order. */
export class ForkReports {
  readonly #jobId: string;
  readonly #parts: ReportParts;
  #last: Promise<void> = Promise.resolve();

  constructor(jobId: string, parts: ReportParts) {
    this.#jobId = jobId;
    this.#parts = parts;
  }

  /** Resolves when all that was said is on its way. */
  get said(): Promise<void> {
    return this.#last;
  }

  /** It begins: once the log knows of it. */
  begun(app: AppIds): void {
    void this.#say(this.#started(app));
  }

  /** It goes on. Resolves when that is on its way. */
  goesOn(app: AppIds): Promise<void> {
    return this.#say(this.#started(app), false);
  }

  #started({ appId, partitionKey }: AppIds): JobReport {
    return { job_id: this.#jobId, status: "started", app_id: appId, partition_key: partitionKey };
  }

  paused(stopped: string, next: string | null, wanted: Wanted = {}): void {
    const asked = Object.fromEntries(Object.entries(wanted).filter(([, list]) => list.length > 0));
    void this.#say({ job_id: this.#jobId, status: "paused", stopped, next, ...asked });
  }

  done(stopped: string | null): void {
    void this.#say({ job_id: this.#jobId, status: "done", stopped });
  }

  failed(error: unknown, code: string): void {
    void this.#say(failureReport(this.#jobId, error, { code, clean: this.#parts.clean }));
  }

  #say(report: JobReport, waitsForLog = true): Promise<void> {
    const before = this.#last;
    const say = async (): Promise<void> => {
      await before;
      if (waitsForLog) await this.#parts.logged().catch(() => {}); // the tracker tells of it
      this.#parts.report(report);
    };
    this.#last = say();
    return this.#last;
  }
}

const longestMessage = 4000;

/** What is said of a job that has failed. `code`: of errors that are not ours. */
export function failureReport(
  jobId: string,
  failure: unknown,
  { code, clean }: { readonly code: string; readonly clean: (text: string) => string },
): JobReport {
  const error = valueErrorIn(failure) ?? failure;
  const isOurs = isRunnerError(error) || isBurrError(error);
  const message = error instanceof Error ? (isOurs ? error.message : `${error.name}: ${error.message}`) : String(error);
  const path = pathOf(error);
  return {
    job_id: jobId,
    status: "failed",
    code: isOurs ? error.code : code,
    message: clean(message).slice(0, longestMessage),
    ...(path === undefined ? {} : { path }),
  };
}

/** What is wrong with a value, if that is why a run cannot be gone on with. */
function valueErrorIn(error: unknown): unknown {
  if (!isBurrError(error) || error.code !== "incompatible-run" || !isBurrError(error.cause)) return undefined;
  return error.cause.code === "invalid-value" ? error.cause : undefined;
}

/** Which value is meant. */
function pathOf(error: unknown): string | undefined {
  if (isRunnerError(error)) return "path" in error.details ? error.details.path : undefined;
  if (!isBurrError(error) || error.code !== "invalid-value") return undefined;
  const { key } = error.details;
  return `/${escapePointer(key)}`;
}
