import { burr, input } from "@burrjs/core";
import type { OnConflict, Persister } from "@burrjs/core/persist";

interface Counting {
  readonly sum: number;
  /** One for each commit. */
  readonly marks: readonly string[];
}

const b = burr<Counting>();
const add = b.action({
  reads: [],
  writes: ["sum", "marks"],
  inputs: { mark: input<string>() },
  run: (state, { mark }) => state.increment({ sum: 1 }).append({ marks: mark }),
});

/** An application that adds one in each step, where its stored run has got to. */
export function counting(persister: Persister, appId: string, onConflict: OnConflict) {
  return b
    .app()
    .withActions({ add })
    .withTransitions(["add", "add"])
    .withIdentifiers({ appId })
    .initializeFrom(persister, { defaultState: { sum: 0, marks: [] }, defaultEntrypoint: "add" })
    .withPersister(persister, { onConflict })
    .build();
}
