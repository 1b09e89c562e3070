import type { ForkAnswer, ForkBody, RunnersView } from "@burrjs/protocol";
import { expect, vi } from "vitest";
import type { OpenPage } from "./open-page.ts";

/** Asks for a fork of a run, by the path of the run, and waits until its runner has done what it can. Gives the path of the new run. */
export async function fork({ context }: OpenPage, path: string, body: ForkBody): Promise<string> {
  const [, , project = "", , partition = "", app = ""] = path.split("/");
  const url = `/api/v1/projects/${project}/runs/${partition}/${app}/forks`;
  const asked = await context.request.post(url, { headers: { "X-UI": "1" }, data: body });
  if (asked.status() !== 202) throw new Error(await asked.text());
  const { app_id: id } = (await asked.json()) as ForkAnswer;
  const status = async (): Promise<string | undefined> => {
    const { jobs } = (await (await context.request.get("/api/v1/runners")).json()) as RunnersView;
    return jobs.find(({ app_id }) => app_id === id)?.status;
  };
  await vi.waitFor(async () => expect(await status()).toMatch(/paused|done|failed/), { timeout: 15_000 });
  return `/p/${project}/r/${partition}/${encodeURIComponent(id)}`;
}
