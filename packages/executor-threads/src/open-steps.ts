import type { AnyRunEvent, RollbackEvent } from "@burrjs/core";

/** The steps of a task that its reader has seen begin, and not end. */
export class OpenSteps {
  readonly #steps = new Map<string, Omit<RollbackEvent, "type" | "reason">>();

  see(event: AnyRunEvent): void {
    if (event.type === "chunk") return;
    if (event.type === "step-start") {
      const { path, action, sequenceId } = event;
      this.#steps.set(keyOf(event), { path, action, sequenceId });
    } else if (event.type === "step-end") this.#steps.delete(keyOf(event));
  }

  /** What tells the reader that nothing of them counts, inner steps first. */
  rollBack(reason: RollbackEvent["reason"]): readonly RollbackEvent[] {
    const steps = [...this.#steps.values()].toReversed();
    this.#steps.clear();
    return steps.map((step) => ({ type: "rollback", ...step, reason }));
  }
}

function keyOf({ path, sequenceId }: AnyRunEvent): string {
  return JSON.stringify([path, sequenceId]);
}
