import type { ResearchApp } from "./research.ts";

type Event = ReturnType<ResearchApp["stream"]> extends AsyncIterable<infer TEvent> ? TEvent : never;
type Chunk = Extract<Event, { readonly type: "chunk" }>["chunk"];

/** Tells what happens in research, a line each, and shows the report while it is written. */
export class Log {
  readonly #write: (text: string) => void;
  /** What is known of inquiries, by question. */
  readonly #found = new Map<string, string>();
  #progress = "";

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** A line of its own. */
  line(text = ""): void {
    this.#write(`${text}\n`);
  }

  /** Something has happened, in the research itself or in one of its inquiries: those have their question in the path. */
  take(event: Event): void {
    const [, question] = event.path;
    if (question !== undefined) this.#takeInquiry(question, event);
    else if (event.type === "chunk") this.#show(event.chunk);
    else if (event.type === "rollback") this.line("\n(The report broke off.)");
    else if (event.type === "step-start" && event.action === "investigate") this.line("Looking into it:");
    else if (event.type === "step-end" && event.status === "completed") {
      if (event.action === "plan") this.line(`To find out: ${counted(event.result.open.length, "thing")}.`);
      if (event.action !== "reflect") return;
      const { open, enough } = event.result;
      this.line(open.length > 0 ? `\nLeft open: ${open.length} more.` : `\nEnough: ${enough}.`);
    }
  }

  #takeInquiry(question: string, event: Event): void {
    if (event.type === "run-start" && event.action === null) this.#found.set(question, "known already");
    if (event.type === "step-end" && event.status === "failed") this.line(`  ✗ ${question} (${event.error.message})`);
    if (event.type === "step-end" && event.status === "completed" && event.action === "search")
      this.#found.set(question, counted(event.result.found, "passage"));
    if (event.type !== "run-end") return;
    const found = this.#found.get(question);
    this.line(`  ✓ ${question}${found === undefined ? "" : ` (${found})`}`);
  }

  #show({ progress, text }: Chunk): void {
    if (progress !== this.#progress && progress !== "all") this.line(`\n── ${progress} ──`);
    this.#progress = progress;
    this.#write(text);
  }
}

/** "1 thing", "2 things". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
