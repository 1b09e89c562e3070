import { isBurrError, type OpenSuspension } from "@burrjs/core";
import { issueOf } from "./actions.ts";
import type { ClaimApplication } from "./application.ts";
import { fieldNames } from "./claim.ts";
import type { Extractor } from "./extractor.ts";
import { rules } from "./rules.ts";
import type { Screen } from "./screen.ts";

/** What free text is read with. */
interface AnswerOptions {
  readonly extractor: Extractor;
  readonly signal: AbortSignal;
  readonly screen: Screen;
}

/** What a line answers: `iban: DE89…` one question, free text all those that something is found for. */
export async function answersIn(
  line: string,
  open: readonly OpenSuspension[],
  { extractor, signal, screen }: AnswerOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const [only] = open;
  if (only?.name === "review") return { review: line };
  const [, name = "", value = ""] = /^\s*(\w+)\s*[:=]\s*(.*)$/.exec(line) ?? [];
  if (open.some((one) => one.name === name)) return { [name]: value };
  const found = await extractor.read(line, { signal }).catch(() => {
    screen.line(`  read by ${rules.name}, since ${extractor.name} has failed`, "yellow");
    return rules.read(line, { signal });
  });
  const wanted = fieldNames.filter((field) => found[field] !== undefined && open.some((one) => one.name === field));
  if (wanted.length === 0 && only !== undefined && open.length === 1) return { [only.name]: line };
  return Object.fromEntries(wanted.map((field) => [field, found[field]]));
}

/** Gives answers by name. Each is validated by its schema, and stored; what is refused stays open. */
export async function giveAnswers(
  app: ClaimApplication,
  answers: Readonly<Record<string, unknown>>,
  screen: Screen,
): Promise<void> {
  const open = await app.listSuspensions();
  for (const [name, answer] of Object.entries(answers)) {
    const suspension = open.find((one) => one.name === name);
    if (suspension === undefined) {
      screen.refused(name, "Nobody has asked for it");
      continue;
    }
    try {
      await app.resume(suspension.id, answer);
      if (name !== "review") screen.taken(name, "");
    } catch (error) {
      if (!isBurrError(error)) throw error;
      if (error.code === "invalid-value") screen.refused(name, issueOf(error));
      else if (error.code === "suspension-answered") screen.refused(name, "Somebody else has answered it");
      else throw error;
    }
  }
}
