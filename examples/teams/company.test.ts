import { once } from "node:events";
import { expect, it } from "vitest";
import { cast } from "./cast.ts";
import { announce } from "./company.ts";
import { type Ask, type Member, members } from "./members.ts";
import { Screen } from "./screen.ts";
import { type Work, WorkTree } from "./work-tree.ts";

/** Everybody answers at once; `before` is called, and waited for, when somebody is asked. */
function askCast(
  before: (member: Member, signal: AbortSignal) => unknown = () => {},
  parts: Partial<typeof cast> = {},
): Ask {
  return async function* ask(member, request, { signal }) {
    await before(member, signal);
    const answer = { ...cast, ...parts }[member](request);
    yield answer;
    return answer;
  };
}

/** The names of all who have worked, each as `create.copy.draft`. */
function namesIn({ parts }: Work, above = ""): string[] {
  return parts.flatMap((part) => [`${above}${part.name}`, ...namesIn(part, `${above}${part.name}.`)]);
}

it("lets two teams work at the same time", async () => {
  const asked = new Set<Member>();
  let bothAsked = (): void => {};
  const both = new Promise<void>((resolve) => void (bothAsked = resolve));
  const ask = askCast(async (member) => {
    asked.add(member);
    if (asked.has("writer") && asked.has("illustrator")) bothAsked();
    if (member === "writer" || member === "illustrator") await both; // neither answers before both were asked
  });
  const tree = new WorkTree();
  const frames: string[] = [];
  const output = { write: (text: string) => frames.push(text), isTTY: true, columns: 80, rows: 40 };
  const screen = new Screen(output, tree);
  await announce(ask, "Firefly", {
    onEvent: (event) => {
      tree.take(event);
      screen.refresh();
    },
  });
  expect([...asked].toSorted()).toEqual(Object.keys(members).toSorted());
  // A frame while they are at it: below a team that is at work stand its members.
  expect(frames.some((frame) => /● create\n {2}● copy\n {4}● draft\n {2}● design\n {4}● sketch\n$/.test(frame))).toBe(
    true,
  );
});

it("writes and reviews again while there are remarks, three times at most", async () => {
  const tree = new WorkTree();
  const parts = { styleChecker: () => "It could be better." };
  await announce(askCast(undefined, parts), "Firefly", { onEvent: (event) => tree.take(event) });
  const names = namesIn(tree.root).filter((name) => name.startsWith("create.copy."));
  const round = ["draft", "review", "review.facts", "review.style"];
  expect(names).toEqual([...round, ...round, ...round, "headline"].map((name) => `create.copy.${name}`));
});

it("stops a team when the one beside it has failed", async () => {
  const tree = new WorkTree();
  const ask = askCast(async (member, signal) => {
    if (member === "illustrator") throw new Error("There is no paper.");
    if (member === "writer") await once(signal, "abort");
  });
  await expect(announce(ask, "Firefly", { onEvent: (event) => tree.take(event) })).rejects.toThrow("no paper");
  tree.end();
  const [copy, design] = tree.root.parts[1]?.parts ?? [];
  expect(copy?.parts).toMatchObject([{ name: "draft", status: "stopped" }]);
  expect(design?.parts).toMatchObject([{ name: "sketch", status: "failed", said: "There is no paper." }]);
});
