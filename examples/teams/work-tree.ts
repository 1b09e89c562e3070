import type { AnyRunEvent } from "@burrjs/core";

/** Somebody at work: a member, or a team. */
export interface Work {
  readonly name: string;
  status: "working" | "done" | "failed" | "stopped";
  /** What was said so far. */
  said: string;
  /** Which try it is. */
  attempt: number;
  /** Of a team: the work within, in the order in which it began. */
  readonly parts: Work[];
}

/**
 * Who works on what, by the events of one run. The path of an event leads through the actions that are teams, and through the
 * keys of those that are side by side, to the run that it is of. There, a step is the work of a member, or of another team.
 */
export class WorkTree {
  readonly root = begun("");
  /** The latest work at each place: whoever is there may work again later. */
  readonly #latest = new Map([["", this.root]]);

  /** Something has happened. */
  take(event: AnyRunEvent): void {
    const { type, path, action } = event;
    if (type === "run-start" || type === "run-end") {
      // A team beside others has no step of its own: its run is all that tells of it.
      const team = this.#at(path) ?? this.#begin(path);
      if (type === "run-end") team.status = "done";
      return;
    }
    const place = [...path, action ?? ""];
    const work = type === "step-start" ? this.#begin(place) : this.#at(place);
    if (work === undefined) return;
    if (type === "chunk") {
      work.said += String(event.chunk);
      work.attempt = event.attempt;
    }
    if (type === "rollback") work.said = "";
    if (type === "step-end") work.status = statusOf[event.status];
    if (type === "step-end" && event.status === "failed") work.said = event.error.message;
  }

  /** The run is over: nobody works any more. */
  end(work = this.root): void {
    if (work.status === "working") work.status = "stopped";
    for (const part of work.parts) this.end(part);
  }

  #at(path: readonly string[]): Work | undefined {
    return this.#latest.get(path.join("/"));
  }

  #begin(path: readonly string[]): Work {
    const place = path.join("/");
    const work = begun(path.at(-1) ?? "");
    for (const other of this.#latest.keys()) if (other.startsWith(`${place}/`)) this.#latest.delete(other);
    this.#latest.set(place, work);
    this.#at(path.slice(0, -1))?.parts.push(work);
    return work;
  }
}

const statusOf = { completed: "done", failed: "failed", aborted: "stopped", suspended: "stopped" } as const;

function begun(name: string): Work {
  return { name, status: "working", said: "", attempt: 1, parts: [] };
}
