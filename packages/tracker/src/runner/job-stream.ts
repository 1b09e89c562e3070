import { parseRunnerJob, type RunnerHello, type RunnerJob, runnerJobsPath } from "@burrjs/protocol";
import { RunnerError } from "./runner-error.ts";
import { post, type RunnerServer } from "./runner-server.ts";

/** The server sends something each 10 s: after this it is gone. */
const silenceMs = 30_000;

/**
 * Connects to a server, and gives what it asks for until the connection ends.
 *
 * @param server - Which.
 * @param hello - What the runner says of itself.
 * @param options - `connected` is called when the server knows the runner.
 * @throws `refused` when the server does not take it; what `fetch()` throws when there is none.
 */
export async function* jobStream(
  server: RunnerServer,
  hello: RunnerHello,
  { signal, connected }: { readonly signal: AbortSignal; readonly connected: () => void },
): AsyncGenerator<RunnerJob, void, void> {
  const leaving = new AbortController();
  const leave = (): void => leaving.abort(signal.reason);
  signal.addEventListener("abort", leave, { once: true });
  let stopWatch = (): void => {};
  const watch = (): void => {
    stopWatch();
    stopWatch = server.clock.after(silenceMs, () =>
      leaving.abort(new DOMException("The server is silent.", "TimeoutError")),
    );
  };
  try {
    if (signal.aborted) return;
    watch();
    const response = await post(server, runnerJobsPath, { body: hello, signal: leaving.signal });
    if (!response.ok || response.body === null) throw await refusalOf(response);
    for await (const { event, data } of sentEvents(response.body, { heard: watch, signal: leaving.signal })) {
      if (event === "welcome") connected();
      const job = event === "job" ? parseRunnerJob(data) : undefined;
      if (job !== undefined) yield job;
    }
  } finally {
    stopWatch();
    signal.removeEventListener("abort", leave);
    leaving.abort();
  }
}

interface SentEvent {
  readonly event: string;
  readonly data: string;
}

interface ReadOptions {
  /** Called with each piece. */
  readonly heard: () => void;
  readonly signal: AbortSignal;
}

/** The server-sent events of a body. */
async function* sentEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  options: ReadOptions,
): AsyncGenerator<SentEvent, void, void> {
  let event = "";
  let data: string[] = [];
  for await (const line of linesOf(body, options)) {
    const value = line.slice(line.indexOf(":") + 1).replace(/^ /, "");
    if (line.startsWith("event:")) event = value;
    else if (line.startsWith("data:")) data.push(value);
    else if (line === "") {
      if (data.length > 0) yield { event, data: data.join("\n") };
      event = "";
      data = [];
    }
  }
}

/** The lines of a body. A long one that comes in many pieces is put together once. */
async function* linesOf(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  { heard, signal }: ReadOptions,
): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let parts: string[] = [];
  // A `fetch` that somebody brings may not end its bodies by itself.
  const leave = (): void => void reader.cancel().catch(() => {});
  signal.addEventListener("abort", leave, { once: true });
  try {
    if (signal.aborted) return;
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      heard();
      const texts = decoder.decode(piece.value, { stream: true }).split("\n");
      const last = texts.pop() ?? "";
      for (const text of texts) {
        yield [...parts, text].join("");
        parts = [];
      }
      parts.push(last);
    }
  } finally {
    signal.removeEventListener("abort", leave);
    await reader.cancel().catch(() => {}); // it broke off already
  }
}

async function refusalOf(response: Response): Promise<RunnerError> {
  const { status } = response;
  const text = (await response.text().catch(() => "")).slice(0, 500);
  const message = /"message":"([^"]{1,300})"/.exec(text)?.[1] ?? "";
  const advice = new Map([
    [
      401,
      "Pass the token that the server prints for runners, or set BURR_RUNNER_TOKEN. `burr ui` keeps it in the folder of the logs, as .runner-token; another folder has another one.",
    ],
    [403, "Pass an address that the server goes by, such as http://127.0.0.1:7241."],
    [404, "It is read-only, or no server of Burr."],
  ]);
  return new RunnerError("refused", `The server does not take this runner (${status}). ${message} ${advice.get(status) ?? ""}`.trimEnd(), { status }); // prettier-ignore
}
