import { burr, type Condition } from "../index.ts";

interface Things {
  token: string | readonly unknown[];
}

const b = burr<Things>();

/** Ways to get the errors of conditions; no message may show `secret`. */
export function conditionErrorCases(secret: string) {
  const runTo = (condition: Condition<Things>): unknown => {
    const act = b.action({ reads: [], writes: ["token"], run: () => ({ token: secret }) });
    const transitions = [["act", "act", condition]] as const;
    return b.application({ actions: { act }, transitions, entrypoint: "act", state: {} }).runSync({ maxSteps: 1 });
  };
  return {
    "async-condition": {
      provoke: () => runTo(b.check(["token"], (async () => true) as never, "later")),
      place: /Condition "later"/,
      remedy: /in an action/,
    },
    "invalid-condition": {
      provoke: () => {
        const token: unknown[] = [secret];
        token.push(token);
        b.when({ token });
      },
      place: /"token" in when\(\)/,
      remedy: /check\(\)/,
    },
  };
}
