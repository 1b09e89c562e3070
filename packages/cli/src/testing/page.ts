import {
  type ForkAnswer,
  type ForkBody,
  type JobSummary,
  type RunHeader,
  type RunnersNews,
  type RunnersView,
  withRunnersNews,
} from "@burrjs/protocol";
import { onTestFinished } from "vitest";

/** What the web page does, without the page: it asks a server. */
export interface Page {
  fork(project: string, appId: string, body: ForkBody): Promise<ForkAnswer>;
  control(project: string, appId: string, action: object): Promise<number>;
  header(project: string, appId: string): Promise<RunHeader>;
  state(project: string, appId: string, step: number): Promise<unknown>;
  /** Resolves with the runners and the forks when they are as wanted. It hears of each change. */
  until(isWanted: (view: RunnersView) => boolean): Promise<RunnersView>;
  /** Resolves with a fork when it stands so. */
  job(appId: string, ...statuses: readonly JobSummary["status"][]): Promise<JobSummary>;
}

/** Opens it. `signInUrl`: what `burr ui` prints. */
export function openPage(signInUrl: string): Page {
  const [url = "", token = ""] = signInUrl.split("/#token=");
  const leaving = new AbortController();
  onTestFinished(() => leaving.abort());
  const ask = async (path: string, body?: unknown): Promise<Response> => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const init = body === undefined ? { headers } : { headers, method: "POST", body: JSON.stringify(body) };
    return await fetch(`${url}/api/v1${path}`, { ...init, signal: leaving.signal });
  };
  const pathOf = (project: string, appId: string): string => `/projects/${project}/runs/~/${encodeURIComponent(appId)}`;
  const until = async (isWanted: (view: RunnersView) => boolean): Promise<RunnersView> => {
    const response = await ask("/events?topics=runs:none");
    let view: RunnersView = { runners: [], jobs: [] };
    for await (const news of newsIn(response)) {
      view = withRunnersNews(view, news);
      if (isWanted(view)) return view;
    }
    throw new Error("The server has ended the events.");
  };
  return {
    until,
    async job(appId, ...statuses) {
      let found: JobSummary | undefined;
      await until(({ jobs }) => {
        found = jobs.find((job) => job.app_id === appId && statuses.includes(job.status));
        return found !== undefined;
      });
      if (found === undefined) throw new Error("It was there.");
      return found;
    },
    async fork(project, appId, body) {
      const response = await ask(`${pathOf(project, appId)}/forks`, body);
      if (response.status !== 202) throw new Error(await response.text());
      return (await response.json()) as ForkAnswer;
    },
    control: async (project, appId, action) => (await ask(`${pathOf(project, appId)}/control`, action)).status,
    header: async (project, appId) => (await (await ask(pathOf(project, appId))).json()) as RunHeader,
    async state(project, appId, step) {
      const response = await ask(`${pathOf(project, appId)}/steps/${step}/value?of=after`);
      return (await response.json()) as unknown;
    },
  };
}

async function* newsIn(response: Response): AsyncGenerator<RunnersNews, void, void> {
  let text = "";
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const frames = `${text}${piece}`.split("\n\n");
    text = frames.pop() ?? "";
    for (const frame of frames) {
      const [, data] = /^event: runners\ndata: (.*)$/m.exec(frame) ?? [];
      if (data !== undefined) yield JSON.parse(data) as RunnersNews; // as the server sends it
    }
  }
}
