import { ProjectRuns, type ProjectRunsParts } from "./project-runs.ts";

/** What is known of projects. Names that are of none are forgotten when that is seen: whoever asks for names makes us grow by no more. */
export class KnownProjects {
  readonly #parts: Pick<ProjectRunsParts, "source" | "logs">;
  readonly #known = new Map<string, ProjectRuns>();
  readonly #closing = new AbortController();

  constructor(parts: Pick<ProjectRunsParts, "source" | "logs">) {
    this.#parts = parts;
  }

  /** How many are kept. */
  get size(): number {
    return this.#known.size;
  }

  /** What is known of one. */
  of(project: string): ProjectRuns {
    const known = this.#known.get(project);
    if (known !== undefined) return known;
    const runs: ProjectRuns = new ProjectRuns({
      ...this.#parts,
      project,
      closing: this.#closing.signal,
      listed: (isThere) => {
        const kept = this.#known.get(project);
        if (isThere && kept === undefined) this.#known.set(project, runs);
        if (!isThere && kept === runs) this.#known.delete(project);
      },
    });
    this.#known.set(project, runs);
    return runs;
  }

  /** Looks no further, and keeps what is known beside the logs. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#known.values()].map((runs) => runs.finish()));
  }
}
