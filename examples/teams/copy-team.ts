import { burr } from "@burrjs/core";
import type { Ask } from "./members.ts";
import { patience } from "./patience.ts";
import { type Review, reviewTeam } from "./review-team.ts";

/** What this team makes. */
export interface Copy {
  readonly headline: string;
  readonly text: string;
}

interface Writing extends Review {
  product: string;
  drafts: number;
  copy: Copy;
}

/** After so many drafts, the last one has to do. */
const mostDrafts = 3;

const w = burr<Writing>();

/** Writes the text, has it reviewed by a team of its own, and writes it again as long as there are remarks. */
export function copyTeam(ask: Ask) {
  const draft = w.action({
    ...patience,
    reads: ["product", "facts", "text", "drafts", "remarks"],
    writes: ["text", "drafts"],
    async *run({ product, facts, text, drafts, remarks }, _inputs, context) {
      const before = drafts === 0 ? [] : ["Your last draft:", text, "Remarks:", ...remarks];
      const request = [`Product: ${product}`, "Facts:", ...facts, ...before].join("\n");
      return { text: yield* ask("writer", request, context), drafts: drafts + 1 };
    },
  });

  const review = reviewTeam(ask).asAction({ reads: ["text", "facts"], writes: ["remarks"], entrypoint: "facts" });

  const headline = w.action({
    ...patience,
    reads: ["text"],
    writes: ["copy"],
    async *run({ text }, _inputs, context) {
      return { copy: { headline: yield* ask("editor", text, context), text } };
    },
  });

  return w.graph({
    actions: { draft, review, headline },
    transitions: [
      ["draft", "review"],
      [
        "review",
        "draft",
        w.check(
          ["remarks", "drafts"],
          ({ remarks, drafts }) => remarks.length > 0 && drafts < mostDrafts,
          "there are remarks",
        ),
      ],
      ["review", "headline"],
    ],
  });
}
