import { stackErrors } from "../text/stack-frames.ts";

/** What a report of an error says. */
export interface ErrorReport {
  readonly project: string;
  readonly app: string;
  readonly action: string;
  readonly sequenceId: number;
  readonly exception: string;
  readonly link: string;
}

/** An error as Markdown, for an issue or a chat: the message, the application's own frames, and the whole stack folded. */
export function errorMarkdown({ project, app, action, sequenceId, exception, link }: ErrorReport): string {
  const [first] = stackErrors(exception);
  const own = first?.frames.filter(({ isOwn }) => isOwn) ?? [];
  const title = (first?.message ?? exception).split("\n")[0] ?? "";
  const fence = fenceFor(exception);
  return [
    `**${code(title)}**`,
    "",
    `Action ${code(action)}, step ${sequenceId} of run ${code(app)} (project ${code(project)})`,
    link,
    ...(own.length === 0 ? [] : ["", ...own.map(({ text }) => `- ${code(text)}`)]),
    "",
    "<details><summary>Stack</summary>",
    "",
    fence,
    exception,
    fence,
    "",
    "</details>",
    "",
  ].join("\n");
}

/** As inline code, whatever is in it. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = "`".repeat(longest + 1);
  return longest > 0 ? `${ticks} ${text} ${ticks}` : `${ticks}${text}${ticks}`;
}

function fenceFor(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  return "`".repeat(longest + 1);
}
