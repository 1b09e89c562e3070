import { burr } from "@burrjs/core";
import { type Ask, isContent } from "./members.ts";
import { patience } from "./patience.ts";

/** What this team knows, and whoever gives it something to read. */
export interface Review {
  text: string;
  facts: readonly string[];
  remarks: readonly string[];
}

const r = burr<Review>();

/** Reads a text twice: for what it says, and for how. */
export function reviewTeam(ask: Ask) {
  const facts = r.action({
    ...patience,
    reads: ["text", "facts"],
    writes: ["remarks"],
    async *run({ text, facts: known }, _inputs, context) {
      const remark = yield* ask("factChecker", `Text: ${text}\n\nFacts:\n${known.join("\n")}`, context);
      return { remarks: isContent(remark) ? [] : [remark] };
    },
  });

  const style = r.action({
    ...patience,
    reads: ["text", "remarks"],
    writes: ["remarks"],
    async *run({ text, remarks }, _inputs, context) {
      const remark = yield* ask("styleChecker", `Text: ${text}`, context);
      return { remarks: isContent(remark) ? remarks : [...remarks, remark] };
    },
  });

  return r.graph({ actions: { facts, style }, transitions: [["facts", "style"]] });
}
