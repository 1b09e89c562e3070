import type { Child } from "../children/family.ts";
import { driveWaits } from "../drive/drive-waits.ts";
import type { RunMeta, SuspendedRequest } from "../run/meta.ts";
import { storeAnswer } from "./answers.ts";

/**
 * Tells a child what it has waited for. Its parent has waited for the same, by the same ids, and has validated the
 * answers. What it was told before, or has gone on from since, stays.
 */
export async function applyAnswers(
  opening: Child | Promise<Child>,
  answered: readonly SuspendedRequest[],
): Promise<Child> {
  const child = await opening;
  const { runtime } = child;
  for (const { id, answer } of answered) {
    const request = runtime.meta.suspended?.requests.find((one) => one.id === id);
    if (request === undefined || request.answer !== undefined || answer === undefined) continue;
    await driveWaits(storeAnswer(runtime, request, answer.value, false));
  }
  return child;
}

/**
 * Lets a child that is a copy wait for what its parent waits for: by the ids of that, and without the answers that the
 * original has got since. What was answered before the parent has waited stays.
 */
export function askAnew({ runtime }: Child, original: RunMeta | undefined, asked: readonly SuspendedRequest[]): void {
  const { suspended, ...meta } = runtime.meta;
  if (suspended === undefined) return;
  const requests = suspended.requests.map((request, place) => {
    const { answer: _answer, ...open } = request;
    const originalId = original?.suspended?.requests[place]?.id;
    const one = asked.find(({ child }) => child?.id === originalId);
    return one === undefined ? request : { ...open, id: one.id };
  });
  runtime.meta = { ...meta, suspended: { ...suspended, requests } };
}
