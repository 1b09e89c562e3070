import { burr } from "@burrjs/core";
import type { Ask } from "./members.ts";
import { notes } from "./notes.ts";
import { patience } from "./patience.ts";

interface Research {
  product: string;
  notes: readonly string[];
  facts: readonly string[];
}

const r = burr<Research>();

/** Finds what is known of a product. */
export function researchTeam(ask: Ask) {
  const search = r.action({
    reads: ["product"],
    writes: ["notes"],
    *run({ product }) {
      const found = notes.filter((note) => note.includes(product));
      yield `${found.length} notes`;
      return { notes: found };
    },
  });

  const digest = r.action({
    ...patience,
    reads: ["notes"],
    writes: ["facts"],
    async *run({ notes: found }, _inputs, context) {
      const facts = yield* ask("researcher", found.join("\n"), context);
      return { facts: facts.split("\n") };
    },
  });

  return r.graph({ actions: { search, digest }, transitions: [["search", "digest"]] });
}
