import { BurrError, type Hooks, onError, type Persister } from "@burrjs/core";
import { claimActions } from "./actions.ts";
import { b, emptyForm } from "./claim.ts";
import type { Extractor } from "./extractor.ts";

/** What a claim is filled in with. */
export interface ClaimOptions {
  readonly extractor: Extractor;
  readonly persister: Persister;
  /** Names the claim: it is gone on with where it has got to. */
  readonly id: string;
  /** What writes the log of its runs. Default: none. */
  readonly tracker?: Hooks;
}

const isInvalid = onError(BurrError, { when: ({ code }) => code === "invalid-value", name: "the value is invalid" });

/** The application: one claim, as far as it is stored. */
export function claimApplication({ extractor, persister, id, tracker = {} }: ClaimOptions) {
  return b
    .app()
    .withActions(claimActions(extractor))
    .withTransitions(
      ["listen", "extract"],
      ["extract", "take"],
      ["take", "refuse", isInvalid],
      [["take", "refuse"], "take", b.check(["found"], ({ found }) => found.length > 0, "more was found")],
      [["take", "refuse"], "ask"],
      ["ask", "review"],
      ["review", "submit", b.when({ isApproved: true })],
      ["review", "extract"],
    )
    .initializeFrom(persister, { defaultState: emptyForm, defaultEntrypoint: "listen" })
    .withPersister(persister, { onConflict: "queue" }) // who was left behind by another terminal goes on from there
    .withIdentifiers({ appId: id })
    .withTracker(tracker)
    .build();
}

/** What `claimApplication()` gives a promise of. */
export type ClaimApplication = Awaited<ReturnType<typeof claimApplication>>;
