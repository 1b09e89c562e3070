// Makes the logs that the benchmarks of the store read, in the form of Burr for Python: each step with the whole state.
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";

const startMs = Date.UTC(2026, 10, 1, 12);
const text = "What is said here is about as long as a line of a chat with a model. ".repeat(14);

/** One log of `steps` steps of 1,360 bytes each, in the project "big". Returns how many bytes it has. */
export function makeBigLog(dir: string, steps: number): number {
  const folder = join(dir, "big", "run");
  mkdirSync(folder, { recursive: true });
  const file = openSync(join(folder, "log.jsonl"), "w");
  let bytes = 0;
  for (let from = 0; from < steps; from += 1000) {
    const lines = Array.from({ length: Math.min(1000, steps - from) }, (_, at) => stepLines(from + at, 960));
    bytes += writeSync(file, lines.join(""));
  }
  closeSync(file);
  return bytes;
}

/** `runs` applications of 1 to 8 steps in the project "many". */
export function makeManyLogs(dir: string, runs: number): void {
  for (let run = 0; run < runs; run += 1) {
    const folder = join(dir, "many", `app-${run}`);
    mkdirSync(folder, { recursive: true });
    const lines = Array.from({ length: 1 + (run % 8) }, (_, step) => stepLines(step, 100));
    writeFileSync(join(folder, "log.jsonl"), lines.join(""));
    writeFileSync(
      join(folder, "metadata.json"),
      JSON.stringify({ type: "application_metadata", partition_key: `user-${run % 100}`, parent_pointer: null }),
    );
  }
}

function stepLines(step: number, textLength: number): string {
  const action = `action_${step % 7}`;
  const atMs = startMs + step * 40;
  const [begin, end] = [timeText(atMs), timeText(atMs + 20)];
  const state = {
    counter: step,
    text: text.slice(0, textLength),
    note: `note ${Math.floor(step / 1000)}`,
    __SEQUENCE_ID: step,
    __PRIOR_STEP: action,
  };
  return (
    `{"type": "begin_entry", "start_time": "${begin}", "action": "${action}", "inputs": {}, "sequence_id": ${step}}\n` +
    `{"type": "end_entry", "end_time": "${end}", "action": "${action}", "result": {"value": ${step}}, "exception": null, ` +
    `"state": ${JSON.stringify(state)}, "sequence_id": ${step}}\n`
  );
}

/** As Python writes it: local time, to the microsecond. */
function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, -1)}123`;
}
