import { onTestFinished } from "vitest";
import { serveStraw } from "./local-model/server.ts";

/** The model of straw on a server of its own, which counts requests by what they are for: the first word of the task, and the question. */
export async function countingModel() {
  const requests: string[] = [];
  let held: readonly string[] = [];
  const failures = new Map<string, number>();
  let onHeld = (): void => {};
  const server = await serveStraw({
    async onRequest({ system, user }) {
      const subject = `${system.split(" ")[0]}: ${/^Question: (.*)$/m.exec(user)?.[1]}`;
      requests.push(subject);
      if (held.includes(subject)) {
        onHeld();
        await new Promise(() => {});
      }
      const left = failures.get(subject) ?? 0;
      failures.set(subject, left - 1);
      return left > 0 ? 500 : undefined;
    },
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return {
    baseURL: server.baseURL,
    /** For the program. */
    environment: { OPENAI_BASE_URL: server.baseURL },
    /** From now on, requests for these get no answer. Resolves when the first one of them has arrived. */
    hold: (...subjects: readonly string[]): Promise<void> => {
      held = subjects;
      return new Promise((resolve) => void (onHeld = resolve));
    },
    /** From now on, all requests get an answer. */
    release: (): void => void (held = []),
    /** So many requests for it fail. */
    fail: (subject: string, times: number) => void failures.set(subject, times),
    counts: (): Record<string, number> =>
      Object.fromEntries(requests.map((one) => [one, requests.filter((other) => other === one).length])),
  };
}
