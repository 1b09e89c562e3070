import { burr } from "@burrjs/core";
import type { Ask } from "./members.ts";
import { patience } from "./patience.ts";

/** What this team makes. */
export interface Picture {
  readonly sketch: string;
  readonly caption: string;
}

interface Design {
  product: string;
  facts: readonly string[];
  sketch: string;
  picture: Picture;
}

const d = burr<Design>();

/** Thinks of a picture. */
export function designTeam(ask: Ask) {
  const sketch = d.action({
    ...patience,
    reads: ["product", "facts"],
    writes: ["sketch"],
    async *run({ product, facts }, _inputs, context) {
      return { sketch: yield* ask("illustrator", [`Product: ${product}`, ...facts].join("\n"), context) };
    },
  });

  const caption = d.action({
    ...patience,
    reads: ["sketch"],
    writes: ["picture"],
    async *run({ sketch: drawn }, _inputs, context) {
      return { picture: { sketch: drawn, caption: yield* ask("captioner", drawn, context) } };
    },
  });

  return d.graph({ actions: { sketch, caption }, transitions: [["sketch", "caption"]] });
}
