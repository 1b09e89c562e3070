import type { Page, RunSummary, StepRow } from "@burrjs/protocol";
import type { LogStore, RunQuery, RunView, StepQuery } from "@burrjs/server/store";

/** The applications of a project, page by page; `undefined` when there is no such project. */
export async function allRuns(
  store: LogStore,
  project: string,
  query: Omit<RunQuery, "cursor"> = {},
): Promise<AsyncIterable<RunSummary> | undefined> {
  const read = async (cursor?: string): Promise<Page<RunSummary> | undefined> =>
    await store.runs(project, { limit: 1000, ...query, ...(cursor === undefined ? {} : { cursor }) });
  const first = await read();
  return first === undefined ? undefined : items(first, read);
}

/** The steps of an application, page by page. */
export async function* allSteps(view: RunView, query: Omit<StepQuery, "cursor"> = {}): AsyncGenerator<StepRow> {
  const read = async (cursor?: string): Promise<Page<StepRow>> =>
    await view.steps({ limit: 1000, ...query, ...(cursor === undefined ? {} : { cursor }) });
  yield* items(await read(), read);
}

/** All items, in a list. */
export async function collected<TItem>(source: AsyncIterable<TItem>): Promise<TItem[]> {
  const list: TItem[] = [];
  for await (const item of source) list.push(item);
  return list;
}

async function* items<TItem>(
  first: Page<TItem>,
  read: (cursor: string) => Promise<Page<TItem> | undefined>,
): AsyncGenerator<TItem> {
  let page: Page<TItem> | undefined = first;
  while (page !== undefined) {
    yield* page.items;
    page = page.next === null ? undefined : await read(page.next);
  }
}
