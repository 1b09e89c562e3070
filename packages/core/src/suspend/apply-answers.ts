import type { Child } from "../children/family.ts";
import { driveWaits } from "../drive/drive-waits.ts";
import { openRequests, type SuspendedRequest } from "../run/meta.ts";
import { storeAnswer } from "./answers.ts";

/**
 * Tells a child what it has waited for. Its parent has waited for the same, in the same order, and has validated the
 * answers. What it was told before stays.
 */
export async function applyAnswers(
  opening: Child | Promise<Child>,
  answered: readonly SuspendedRequest[],
): Promise<Child> {
  const child = await opening;
  const { runtime } = child;
  for (const { name, answer } of answered) {
    const request = openRequests(runtime.meta).find((one) => one.name === name);
    if (request === undefined || answer === undefined) continue;
    await driveWaits(storeAnswer(runtime, request, answer.value, false));
  }
  return child;
}
