import type { ActionDefaults } from "@burrjs/core";
import { MemberError } from "./ask-model.ts";

/** What an action does whose member does not answer: it asks again. Of members only; what a team does is not repeated as a whole. */
export const patience = {
  retry: { attempts: 3, baseMs: 100, on: (error: unknown) => error instanceof MemberError && error.isPassing },
  timeoutMs: 60_000,
} as const satisfies ActionDefaults;
