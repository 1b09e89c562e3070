import { expect, it } from "vitest";
import type { ConnectedRunner } from "./connected-runner.ts";
import { pickApplication } from "./pick-application.ts";

const shop = { project: "shop", graph_hash: "a1", actions: ["quote", "pay"], entrypoint: "quote", side_effects: [] };
const runner = { id: "r1", hello: { applications: [shop] } } as unknown as ConnectedRunner;
const need = { project: "shop", graphHash: "b2", actions: ["quote"], needed: [], runnerId: undefined };

it("takes an application with some of the actions, of other code", () => {
  expect(pickApplication([runner], need)).toMatchObject({ application: shop, sameCode: false });
});

it("takes no application that has none of the actions, as that of the parent of a child", () => {
  expect(pickApplication([runner], { ...need, actions: ["task"] })).toEqual({ missing: "action", action: "task" });
});

it("takes the application of the project where the actions are not known", () => {
  expect(pickApplication([runner], { ...need, actions: [], graphHash: null })).toMatchObject({ sameCode: null });
});
