import { burr, type OutputOf } from "@burrjs/core";
import { z } from "zod";

/** An e-mail that could be sent. */
export const Draft = z.object({ to: z.email(), subject: z.string().min(1), text: z.string().min(1) });
export type Draft = OutputOf<typeof Draft>;

/** Something that was unclear, and what the person said to it. */
const Fact = z.object({ question: z.string(), answer: z.string() });

/** A draft that was not good enough, and what the person wished instead. */
const Revision = z.object({ draft: Draft, wish: z.string().trim().min(1) });

/** What was done with the e-mail in the end. */
const Receipt = z.object({ messageId: z.string(), response: z.string() });

/** What the person says to a draft; nobody saying anything in time is `expired`. */
export const Approval = z.discriminatedUnion("verdict", [
  z.object({ verdict: z.enum(["approved", "rejected", "expired"]) }),
  z.object({ verdict: z.literal("revise"), wish: Revision.shape.wish }),
]);
export type Approval = OutputOf<typeof Approval>;

/** What the person says to the questions, in their order. */
export const Clarification = z.object({ answers: z.array(z.string().trim().min(1)).min(1) });

/** Makes the actions and the application of this example. Each key of the state has a schema; types and defaults come from it. */
export const b = burr({
  request: z.string().trim().min(1).max(4_000),
  /** Whom the e-mail goes to; empty while nobody has said. */
  to: z.email().or(z.literal("")),
  /** What is unclear now. */
  questions: z.array(z.string()),
  facts: z.array(Fact).default([]),
  draft: Draft,
  revisions: z.array(Revision).default([]),
  verdict: z.enum(["approved", "rejected", "expired", "revise"]),
  receipt: Receipt,
});

/** All that a writer may know. */
export interface Brief {
  readonly request: string;
  readonly to: string;
  readonly facts: readonly OutputOf<typeof Fact>[];
  readonly revisions: readonly OutputOf<typeof Revision>[];
}
