import { relative } from "node:path";
import { type RunnerApplication, visibleLine } from "@burrjs/protocol";
import type { Cli } from "../cli.ts";
import { manyText } from "../terminal/quantities.ts";
import type { DevApp } from "./dev-app.ts";
import type { DevMessage } from "./dev-messages.ts";
import { DevProcess } from "./dev-process.ts";
import { FileWatch } from "./file-watch.ts";
import { Restarts } from "./restarts.ts";

/** The code, and how it is served. */
export interface ServeCodeOptions extends DevApp {
  readonly imports: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isJson: boolean;
}

/** How long code may take to load before somebody is told. */
const slowMs = 10_000;

/**
 * Serves the user's code in a process of its own until the command is to end. When a file of it changes, the process ends, and another
 * begins; one that has failed is tried again then. One that was ready, and has ended by itself, is started again soon.
 *
 * @param cli - Where it is told of.
 * @param options - Which code.
 */
export async function serveCode(cli: Cli, options: ServeCodeOptions): Promise<void> {
  const { file, imports, env, app, module, label } = options;
  const { cwd, signal } = cli;
  const news = new News(cli, options);
  const watch = new FileWatch((folder) => cli.note(`${visibleLine(folder)} cannot be watched: changes there are not seen.`)); // prettier-ignore
  watch.add([file]);
  const restarts = new Restarts();
  try {
    while (!signal.aborted) {
      watch.countsAll = false;
      const again = new AbortController();
      let restart: NodeJS.Timeout | undefined;
      let readyAtMs: number | undefined;
      const slow = setTimeout(() => news.isSlow(), slowMs);
      const child = new DevProcess({
        app,
        module,
        label,
        cwd,
        env,
        imports,
        printed: (line) => cli.note(line),
        heard: (message) => {
          if (message.type === "files") watch.add(message.files);
          else {
            clearTimeout(slow);
            news.heard(message);
          }
          if (message.type === "failed") watch.countsAll = true;
          if (message.type === "ready") readyAtMs = performance.now();
        },
        died: (how) => {
          clearTimeout(slow);
          const pauseMs = restarts.pauseMs(readyAtMs === undefined ? undefined : performance.now() - readyAtMs);
          news.failed(`Its process has ended (${how}).`, pauseMs);
          if (pauseMs !== undefined) restart = setTimeout(() => again.abort(), pauseMs);
        },
      });
      try {
        const changed = await watch.next(AbortSignal.any([signal, again.signal]));
        if (changed !== undefined) {
          restarts.forget();
          news.changed(relative(cwd, changed));
        }
      } finally {
        clearTimeout(slow);
        clearTimeout(restart);
        await child.close();
      }
    }
  } finally {
    watch.close();
  }
}

/** Tells people what happens, or programs. */
class News {
  readonly #cli: Cli;
  readonly #label: string;
  readonly #isJson: boolean;

  constructor(cli: Cli, { label, isJson }: Pick<ServeCodeOptions, "label" | "isJson">) {
    this.#cli = cli;
    this.#label = label;
    this.#isJson = isJson;
  }

  heard(message: Exclude<DevMessage, { readonly type: "files" }>): void {
    if (message.type === "ready") this.#ready(message.applications);
    else this.failed(message.message);
  }

  isSlow(): void {
    this.#cli.note(`${visibleLine(this.#label)} is still loading. Does it run something that does not end? It has to export the application.`); // prettier-ignore
  }

  changed(file: string): void {
    if (this.#isJson) this.#cli.printJsonLine({ event: "changed", file });
    else this.#cli.print(this.#cli.style.dim(`↻ ${visibleLine(file)} has changed: loading it anew`));
  }

  /** `pauseMs`: after which it is started again by itself. */
  failed(message: string, pauseMs?: number): void {
    if (this.#isJson) {
      this.#cli.printJsonLine({ event: "failed", message, ...(pauseMs === undefined ? {} : { again_in_ms: pauseMs }) });
      return;
    }
    const { style } = this.#cli;
    this.#cli.print(`${style.red("✗")} ${visibleLine(this.#label)} cannot be served:`);
    for (const line of message.split("\n")) this.#cli.print(`  ${visibleLine(line)}`);
    const when = pauseMs === undefined ? "tried again when a file changes" : `started again in ${pauseMs / 1000} s`;
    this.#cli.print(style.dim(`  It is ${when}.`));
  }

  #ready(applications: readonly RunnerApplication[]): void {
    if (this.#isJson) {
      this.#cli.printJsonLine({ event: "ready", applications });
      return;
    }
    const { style } = this.#cli;
    const names = applications.map(({ project, actions }) => `${visibleLine(project)} ${style.dim(`(${manyText(actions.length, "action")})`)}`); // prettier-ignore
    this.#cli.print(`${style.green("✓")} ${visibleLine(this.#label)} is ready: runs of ${names.join(", ")} can be forked`); // prettier-ignore
  }
}
