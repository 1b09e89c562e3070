import { type RunHeader, type StepPointer, type TokenCounts, visibleLine } from "@burrjs/protocol";
import type { Cli } from "../cli.ts";
import { agoText, bytesText, countText, durationText, manyText, timeText } from "../terminal/quantities.ts";
import type { Style } from "../terminal/style.ts";
import { textWidth } from "../terminal/text-width.ts";
import { statusCell } from "./status.ts";

/** What is told of an application before its steps. */
export function runHeadLines(header: RunHeader, { style, now, width }: Pick<Cli, "style" | "now" | "width">): string[] {
  const { project, app_id: appId, partition_key: partition, process: host } = header;
  const status = statusCell(header.status, style);
  const facts = [
    manyText(header.steps, "step"),
    ...(header.errors > 0 ? [manyText(header.errors, "error")] : []),
    durationText(header.duration_ms),
    `began ${timeText(header.started_ms)}`,
    `last written ${agoText(header.last_written_ms, now())}`,
    bytesText(header.size_bytes),
  ];
  const origin = [
    ...(partition === null ? [] : [`partition ${visibleLine(partition)}`]),
    ...(header.parent === null ? [] : [`forked from ${pointerText(project, header.parent)}`]),
    ...(header.spawned_by === null ? [] : [`spawned by ${pointerText(project, header.spawned_by)}`]),
    ...(header.forks === 0 ? [] : [manyText(header.forks, "fork")]),
    ...(header.children === 0 ? [] : [manyText(header.children, "child", "children")]),
    ...(header.format === "python" ? ["in the format of Burr for Python"] : []),
  ];
  const machine = [
    ...(host === null ? [] : [`${visibleLine(host.runtime)}, process ${host.pid} on ${visibleLine(host.host)}`]),
    ...(header.models.length === 0 ? [] : [`models ${header.models.map((one) => visibleLine(one)).join(", ")}`]),
    ...(header.tokens === null ? [] : [tokensText(header.tokens)]),
  ];
  const trouble = [
    ...(header.run_error === null || header.errors > 0 ? [] : [`it failed outside of its steps: ${visibleLine(header.run_error)}`]), // prettier-ignore
    ...(header.unreadable_lines > 0 ? [`${manyText(header.unreadable_lines, "line")} cannot be read: see "burr doctor"`] : []), // prettier-ignore
    ...(header.lost_records > 0 ? [`${manyText(header.lost_records, "record")} could not be written, and ${header.lost_records === 1 ? "is" : "are"} lost`] : []), // prettier-ignore
    ...(header.clock_went_back ? ["the clock of the machine went back: durations go by a clock that does not"] : []),
  ];
  return [
    `${style.bold(visibleLine(`${project}/${appId}`))}  ${status.paint(status.text)}`,
    ...[facts, origin, machine].flatMap((one) => joined(one, { style, width })),
    ...trouble.map((one) => `  ${style.yellow(`! ${one}`)}`),
  ];
}

/** Facts behind each other, on as few lines as they need. */
function joined(
  facts: readonly string[],
  { style, width = Number.POSITIVE_INFINITY }: { readonly style: Style; readonly width: number | undefined },
): string[] {
  // prettier-ignore
  const lines: string[][] = [];
  let room = 0;
  for (const fact of facts) {
    const needed = textWidth(fact) + 3;
    if (needed > room || lines.length === 0) {
      lines.push([]);
      room = width - 2 + 3;
    }
    lines.at(-1)?.push(fact);
    room -= needed;
  }
  return lines.map((line) => `  ${line.join(style.dim(" · "))}`);
}

/** Tokens that models used: `1,204 tokens in, 300 out`. */
export function tokensText({ input, output, cached, reasoning }: TokenCounts): string {
  const more = [
    ...(cached > 0 ? [`${countText(cached)} cached`] : []),
    ...(reasoning > 0 ? [`${countText(reasoning)} for reasoning`] : []),
  ];
  return `${countText(input)} tokens in, ${countText(output)} out${more.length > 0 ? ` (${more.join(", ")})` : ""}`;
}

/** How a pointer is written on the command line. */
function pointerText(project: string, { app_id: appId, sequence_id: step }: StepPointer): string {
  return visibleLine(`${project}/${appId}${step === null ? "" : `@${step}`}`);
}
