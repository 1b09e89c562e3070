import type { OpenSuspension } from "@burrjs/core";
import { euros } from "./shop.ts";
import { RefundRequest } from "./specialists/billing.ts";
import type { Supervisor } from "./supervisor.ts";

/** Writes a line. */
export type WriteLine = (line: string) => void;

/** Runs a request up to the next thing that a person must say, or to its end, and tells who does what. */
export async function follow(
  app: Supervisor,
  writeLine: WriteLine,
  inputs: { readonly request?: string } = {},
): Promise<void> {
  const stream = app.stream({ inputs });
  for await (const event of stream) {
    // Of a specialist, the path tells which one.
    const who = event.path[0] ?? event.action ?? "";
    const said = event.type === "step-end" ? saidIn(event.result) : event.type === "chunk" ? event.chunk : undefined;
    if (said !== undefined) writeLine(`${who.padEnd(10)} ${said}`);
  }
  const end = await stream.get();
  if (end.stopped === "suspended") end.suspensions.forEach((one) => writeLine(questionText(one)));
  else writeLine(`\nDear customer,\n${app.state.reply ?? ""}`);
}

/** What is waited for, and how it is answered. */
function questionText(suspension: OpenSuspension): string {
  const answer = `  npm start -- answer ${suspension.id}`;
  return [
    "",
    `A person has to decide: ${refundText(suspension)}`,
    "",
    `${answer} approve`,
    `${answer} refuse "why"`,
  ].join("\n");
}

/** What a refund is for, in a line. */
export function refundText({ payload, path = [] }: OpenSuspension): string {
  const { order, cents, why } = RefundRequest.parse(payload);
  return `${path.join(" › ")} wants to refund ${euros(cents)} for order ${order}, ${why}.`;
}

/** What an action says of what it has done. */
function saidIn(result: unknown): string | undefined {
  return typeof result === "object" && result !== null && "said" in result ? String(result.said) : undefined;
}
