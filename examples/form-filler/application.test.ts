import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toMermaid } from "@burrjs/core/pictures";
import { expect, it } from "vitest";
import { claimApplication } from "./application.ts";
import type { Field } from "./claim.ts";
import type { Extractor } from "./extractor.ts";
import { rules } from "./rules.ts";
import { openStore } from "./store.ts";
import { testFolder } from "./test-main.ts";

/** Finds this, whatever was said. */
const finding = (found: Partial<Record<Field, unknown>>): Extractor => ({ name: "test", read: async () => found });

const complete = { name: "Ann Lee", email: "ann@example.com", policy: "AB-123456", kind: "theft", happenedOn: "2025-03-14", amount: 1200, iban: "DE89370400440532013000" }; // prettier-ignore

/** Opens the claim anew at each call, as another process does. */
function opening(extractor: Extractor) {
  const folder = testFolder();
  return async <TResult>(use: (app: Awaited<ReturnType<typeof claimApplication>>) => Promise<TResult>) => {
    const store = openStore(folder);
    try {
      return await use(await claimApplication({ extractor, persister: store.persister, id: "claim" }));
    } finally {
      await store.close();
    }
  };
}

it.each([
  { field: "name", value: "A", issue: /at least|small|2/i },
  { field: "email", value: "ann at home", issue: /email/i },
  { field: "policy", value: "A-1", issue: /two letters/ },
  { field: "kind", value: "fun", issue: /theft, damage or loss/ },
  { field: "happenedOn", value: "2999-01-01", issue: /in the future/ },
  { field: "amount", value: 50_001, issue: /at most/ },
  { field: "amount", value: "a lot", issue: /amount/ },
  { field: "iban", value: "DE89370400440532013001", issue: /typing error/ },
] as const)(
  "asks for $field again, with the issue and without the value, when it is $value",
  async ({ field, value, issue }) => {
    await opening(finding({ ...complete, [field]: value }))(async (app) => {
      expect(await app.run({ inputs: { text: "…" } })).toMatchObject({ stopped: "suspended", action: "ask" });
      const open = await app.listSuspensions();
      expect(open).toMatchObject([{ name: field, payload: { issue: expect.stringMatching(issue) } }]);
      expect(JSON.stringify([open, app.state.issues])).not.toContain(`${value}"`);
      const { [field]: _refused, ...taken } = complete;
      expect(app.state).toMatchObject(taken); // one value that is refused takes no others with it
      expect(app.state[field]).toBeUndefined();
    });
  },
);

it("knows in another process, too, why a value was refused", async () => {
  const inOne = opening(finding({ ...complete, amount: 0 }));
  await inOne((app) => app.run({ inputs: { text: "…" }, haltBefore: "refuse" }));
  await inOne((app) => app.run());
  expect(await inOne((app) => app.listSuspensions())).toMatchObject([{ payload: { issue: "It must be 1 or more" } }]);
});

it("gives the same claim in whichever order, and process, the questions are answered", async () => {
  const names = ["amount", "iban", "email"] as const;
  const orders = names.flatMap((one) => names.map((two) => [...new Set([one, two, ...names])]));
  for (const order of orders) {
    const inOne = opening(finding({ name: "Ann Lee", policy: "AB-123456", kind: "theft", happenedOn: "2025-03-14" }));
    await inOne((app) => app.run({ inputs: { text: "…" } }));
    for (const name of order) {
      await inOne(async (app) => {
        const suspension = (await app.listSuspensions()).find((open) => open.name === name);
        await app.resume(suspension?.id ?? "", name === "amount" ? "€ 1,200" : complete[name]);
      });
    }
    await inOne((app) => app.run());
    await inOne(async (app) => app.resume((await app.listSuspensions())[0]?.id ?? "", "yes"));
    expect(await inOne((app) => app.run({ haltAfter: "submit" }))).toMatchObject({ stopped: "after", result: { claim: complete } }); // prettier-ignore
  }
});

it("shows of the account only its end before the claim is submitted", async () => {
  await opening(finding(complete))(async (app) => {
    await app.run({ inputs: { text: "…" } });
    expect(await app.listSuspensions()).toMatchObject([{ name: "review", payload: { iban: "…3000" } }]);
  });
});

it("is the graph that the README shows", async () => {
  const readme = readFileSync(join(import.meta.dirname, "README.md"), "utf8");
  await opening(rules)(async (app) => {
    expect(readme).toContain(`\`\`\`mermaid\n${toMermaid(app.graph, { show: { state: false } })}\`\`\``);
    expect(app.findings).toEqual([]);
  });
});
