import { burr } from "@burrjs/core";
import type { Copy } from "./copy-team.ts";
import type { Picture } from "./design-team.ts";
import type { Ask } from "./members.ts";
import { patience } from "./patience.ts";

interface Release {
  copy: Copy;
  picture: Picture;
  smallPrint: string;
  announcement: string;
}

const r = burr<Release>();

/** Makes an announcement of all parts. */
export function releaseTeam(ask: Ask) {
  const law = r.action({
    ...patience,
    reads: ["copy"],
    writes: ["smallPrint"],
    async *run({ copy }, _inputs, context) {
      return { smallPrint: yield* ask("lawyer", copy.text, context) };
    },
  });

  const layout = r.action({
    reads: ["copy", "picture", "smallPrint"],
    writes: ["announcement"],
    run({ copy, picture, smallPrint }) {
      const { headline, text } = copy;
      const parts = [
        `${headline}\n${"=".repeat(headline.length)}`,
        text,
        `[${picture.sketch}]`,
        picture.caption,
        smallPrint,
      ];
      return { announcement: parts.join("\n\n") };
    },
  });

  return r.graph({ actions: { law, layout }, transitions: [["law", "layout"]] });
}
