import type { ChildProcess } from "node:child_process";
import type { CodePlace } from "../replay/messages.ts";
import { type CodeProcessOptions, startCodeProcess } from "../replay/code-process.ts";
import type { DevMessage, DevTask } from "./dev-messages.ts";

/** What a process that serves the user's code needs. */
export interface DevProcessOptions extends CodeProcessOptions {
  readonly app: CodePlace;
  /** Where it is, as commands take it. */
  readonly module: string;
  /** What people see in the page. */
  readonly label: string;
  /** Where the server is, and the secret, besides what is usual: `BURR_RUNNER_URL`, `BURR_RUNNER_TOKEN`. */
  readonly env: CodeProcessOptions["env"];
  readonly heard: (message: DevMessage) => void;
  /** It has ended by itself. */
  readonly died: (how: string) => void;
}

/** How long its runs may take to end. */
const graceMs = 4000;

/** A process that serves the user's code. */
export class DevProcess {
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  #isClosing = false;

  constructor({ app, module, label, heard, died, ...options }: DevProcessOptions) {
    this.#child = startCodeProcess(new URL("./dev-child.ts", import.meta.url), options);
    let hasFailed = false;
    this.#child.on("message", (message: DevMessage) => {
      hasFailed ||= message.type === "failed";
      if (!this.#isClosing) heard(message);
    });
    this.#gone = new Promise((resolve) => {
      const gone = (how: string): void => {
        if (!this.#isClosing && !hasFailed) died(how);
        resolve();
      };
      this.#child.once("error", (error) => gone(error.message)); // it could not be started
      this.#child.once("exit", (code, signal) => gone(signal ?? `exit code ${code}`));
    });
    this.#tell({ type: "serve", app, module, label });
  }

  /** Ends it: first by asking. */
  async close(): Promise<void> {
    this.#isClosing = true;
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#tell({ type: "close" });
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), graceMs);
    await this.#gone;
    clearTimeout(timer);
  }

  #tell(task: DevTask): void {
    if (this.#child.connected) this.#child.send(task, () => {}); // one that is gone hears nothing
  }
}
