import { z } from "zod";
import { burr } from "../index.ts";

/** One way to get the error of schemas: `secret` is refused, by a message that has it. */
export function schemaErrorCases(secret: string) {
  const b = burr({ token: z.string().refine(() => false, { error: ({ input }) => `not "${String(input)}"` }) });
  const act = b.action({ reads: [], writes: ["token"], run: () => ({ token: secret }) });
  return {
    "invalid-value": {
      provoke: () => b.application({ actions: { act }, transitions: [], entrypoint: "act", state: {} }).runSync(),
      place: /Action "act" wrote "token": not "…"/,
      remedy: /Write what its schema accepts/,
    },
  };
}
