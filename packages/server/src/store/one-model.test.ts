import { expect, it } from "vitest";
import { begin, end, firstMs, logText } from "../testing/log-lines.ts";
import { MemoryLogs } from "../testing/memory-logs.ts";
import { openStore } from "./open-store.ts";

const attribute = (step: number, key: string, value: unknown): object => ({ type: "attribute", action_sequence_id: step, span_id: null, key: `gen_ai.${key}`, value, tags: {} }); // prettier-ignore

it.each([
  { says: "the only one that is named", named: [undefined, "gull"], unnamed: "gull" },
  { says: "the only one that was asked, by whatever name it answers", named: [undefined, "gull"], answered: "gull-2026", unnamed: "gull" }, // prettier-ignore
  { says: "not known where several are named", named: [undefined, "gull", "tern"], unnamed: "" },
  { says: "not known where none is", named: [undefined], unnamed: "" },
])("the model of tokens for which none is named is $says: in steps, columns, runs and graphs", async (one) => {
  const { named, answered, unnamed } = one;
  const logs = new MemoryLogs();
  const log = named.flatMap((model, n) => [
    begin(n, "ask"),
    attribute(n, "usage.input_tokens", 1000),
    ...(model === undefined ? [] : [attribute(n, "request.model", model)]),
    ...(model === undefined || answered === undefined ? [] : [attribute(n, "response.model", answered)]),
    end(n, "ask"),
  ]);
  logs.put("p", "a", { log: logText(...log), modifiedAtMs: firstMs });
  const store = openStore(logs);
  const view = await store.run({ project: "p", partitionKey: null, appId: "a" });
  const models = named.map((model) => model ?? unnamed);
  expect((await view?.steps({}))?.items.map(({ usage }) => usage[0]?.model)).toEqual(models);
  const bytes = new Uint8Array((await view?.columns({ names: ["model"] })) ?? []);
  const line = bytes.indexOf(10);
  const { models: texts, columns } = JSON.parse(Buffer.from(bytes.subarray(0, line)).toString()) as {
    readonly models: readonly string[];
    readonly columns: readonly { readonly value?: number }[];
  };
  const value = columns[0]?.value;
  const cells = value === undefined ? [...new Uint16Array(bytes.slice(line + 1).buffer, 0, named.length)] : named.map(() => value); // prettier-ignore
  expect(cells.map((cell) => texts[cell])).toEqual(models);
  const usage = (await store.runs("p", {}))?.items[0]?.usage.map(({ model }) => model);
  expect(usage).toEqual([...new Set(models)]);
  expect((await store.graph("p"))?.actions[0]?.tokens.map(({ model }) => model)).toEqual([...new Set(models)]);
});
