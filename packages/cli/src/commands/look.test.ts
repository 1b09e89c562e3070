import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { burr as core } from "@burrjs/core";
import { localTracker } from "@burrjs/tracker";
import { burr, burrJson, tempFolder } from "../testing/cli.ts";
import { textWidth } from "../terminal/text-width.ts";
import { demoLogs } from "../testing/demo-logs.ts";

const logs = demoLogs();

describe("burr list", () => {
  it("lists the projects", async () => {
    const { code, stdout } = await burr(logs.dir, ["list"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^project +runs +running +failed +last written/);
    expect(stdout).toMatch(/\ndemo-chatbot +5 /);
  });

  it("lists the runs of one, and says how many there are", async () => {
    const { stdout, stderr } = await burr(logs.dir, ["list", "demo-chatbot", "--limit", "2"]);
    expect(stdout.trim().split("\n")).toHaveLength(3);
    expect(stderr).toBe("2 of 5 runs; --limit 0 shows all.\n");
  });

  it("filters and sorts, and gives JSON", async () => {
    expect(await burrJson(logs.dir, ["list", "demo-chatbot", "--query", "status:failed"])).toMatchObject({
      items: [{ app_id: expect.stringMatching(/^overloaded-/), partition_key: "linus", status: "failed" }],
      total: 1,
    });
    const { items } = (await burrJson(logs.dir, ["list", "demo-counter", "--sort=-steps"])) as {
      items: { steps: number }[];
    };
    const steps = items.map((run) => run.steps);
    expect(steps).toEqual(steps.toSorted((a, b) => b - a));
    expect(await burrJson(logs.dir, ["list", "demo-chatbot", "--partition", "ada"])).toMatchObject({ total: 2 });
  });

  it.each([
    ["--query", "status:failed"],
    ["--sort", "steps"],
    ["--partition", "ada"],
  ])("asks of which project, given %s", async (option, value) => {
    const { code, stdout, stderr } = await burr(logs.dir, ["list", option, value]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(`error: ${option} is for runs. Of which project? Write: burr list <project> ${option} …\n`);
  });

  it("names what there is when a project does not exist", async () => {
    const { code, stderr } = await burr(logs.dir, ["list", "chatbot"]);
    expect(code).toBe(1);
    expect(stderr).toBe('error: There is no project "chatbot". There are: demo-chatbot.\n');
  });
});

describe("burr show", () => {
  it("shows the steps of a run with their spans and children", async () => {
    const { code, stdout } = await burr(logs.dir, ["show", "demo-deep-research/tea"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^demo-deep-research\/tea-\w+ {2}✓ completed\n/);
    expect(stdout).toMatch(/ 0 ✓ plan +\S+ .s .*1 span\n +└─ chat gull-small-1/);
    expect(stdout).toMatch(/1 ✓ investigate .*2 children\n +├─ ↳ child \w{32}\n +└─ ↳ child \w{32}\n/);
  });

  it("goes down to the steps of children", async () => {
    const { stdout } = await burr(logs.dir, ["show", "demo-deep-research/tea", "--depth", "2"]);
    expect(stdout.match(/ summarise /g)).toHaveLength(2);
  });

  it("shows why a step ran, what it read, changed and streamed", async () => {
    const { stdout } = await burr(logs.dir, ["show", "demo-chatbot/sourdough@7"]);
    expect(stdout).toMatch(/@7 {2}answer {2}✓ completed/);
    expect(stdout).toMatch(
      /after decideMode.*\n +✗ did not +mode=draw +→ draw +mode\n +✗ did not +mode=clarify.*\n +✓ held +default +→ answer/,
    );
    expect(stdout).toContain('prompt: "22 degrees, half of it rye 🌾"  written by prompt in step 4');
    expect(stdout).toMatch(/\n {2}\+ history\[3\]: \{ role: "assistant"/);
    expect(stdout).toContain("2. Let it rise until it has grown by half.");
    expect(stdout).toContain('gen_ai.request.model: "gull-large-2"');
  });

  it.each([
    { step: "demo-pipeline/tuesday@0", shows: /Attempts before\n {2}1: SourceError: 503/ },
    { step: "demo-pipeline/wednesday@1", shows: /onError\(InvalidOrder, max 1\) +→ quarantine/ },
    { step: "demo-pipeline/thursday@last", shows: /Error\n {2}SourceError: 503/ },
    { step: "demo-email-assistant/awaiting-verdict@last", shows: /‖ suspended/ },
    {
      step: "demo-email-assistant/awaiting-verdict@2",
      shows: /Answer\n {2}instructions: \{ instructions: "Alas, I am/,
    },
    { step: "demo-chatbot/long-story@3", shows: /◌ aborted/ },
    { step: "demo-pipeline/friday-mended", shows: /forked from demo-pipeline\/friday-\w+@1/ },
  ])("shows what is special about $step", async ({ step, shows }) => {
    expect((await burr(logs.dir, ["show", step])).stdout).toMatch(shows);
  });

  it.each([
    { what: "demo-chatbot/nobody", message: /has no run "nobody"\. The latest are: / },
    { what: "demo-chatbot/sourdough@seven", message: /Behind an @ stands a step: @12, @first, @last, or @3\.\.9\./ },
    { what: "demo-chatbot/latest@99", message: /has no step 99\. It has \d+, from 0 to \d+\./ },
    { what: "nothing/here", message: /There is no project "nothing"/ },
  ])("says that $what is not there, and what is", async ({ what, message }) => {
    const { code, stdout, stderr } = await burr(logs.dir, ["show", what]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(message);
  });

  it("asks for more of an id that could be several runs", async () => {
    const { code, stderr } = await burr(logs.dir, ["show", "demo-counter/to-"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/could be several runs:\n {2}demo-counter\/to-\w+-\w+\n {2}demo-counter\/to-/);
  });

  it("gives all of it as JSON", async () => {
    const run = (await burrJson(logs.dir, ["show", "demo-counter/to-ten"])) as { steps_list: { action: string }[] };
    expect(run).toMatchObject({ steps: 11, status: "completed" });
    expect(run.steps_list.map(({ action }) => action).slice(9)).toEqual(["increment", "celebrate"]);
    expect(await burrJson(logs.dir, ["show", "demo-counter/to-ten@0"])).toMatchObject({
      action: "increment",
      state_change: [{ path: "/counter", op: "change" }],
    });
  });

  it("fits into a narrow terminal", async () => {
    for (const what of ["demo-chatbot/sourdough", "demo-pipeline/tuesday"]) {
      const { stdout } = await burr(logs.dir, ["show", what], { isTerminal: true, columns: 60, env: { NO_COLOR: "1" , BURR_DIR: logs.dir} }); // prettier-ignore
      for (const line of stdout.split("\n")) expect(textWidth(line)).toBeLessThanOrEqual(60);
    }
  });
});

describe("burr state", () => {
  it("shows the state in short, and a value of it whole", async () => {
    expect((await burr(logs.dir, ["state", "demo-pipeline/tuesday"])).stdout).toMatch(
      /^source: "tuesday"\norders: \[24\]\n {2}\[0\]: \{ id: ‹bigint 9007199254740993›/,
    );
    const { stdout } = await burr(logs.dir, ["state", "demo-pipeline/tuesday@2", "--path", "orders[0]", "--full"]);
    expect(stdout).toMatch(/^\{\n {2}id: ‹bigint 9007199254740993›,\n {2}placedAt: ‹date 2026-10-01T/);
  });

  it("gives it as the log has it", async () => {
    expect(await burrJson(logs.dir, ["state", "demo-counter/to-ten@0", "--at", "before"])).toEqual({
      counter: 0,
      limit: 10,
      milestones: [],
    });
    expect(await burrJson(logs.dir, ["state", "demo-counter/to-ten@0", "--path", "counter"])).toBe(1);
  });

  it("says when there is nothing at a path", async () => {
    const { code, stderr } = await burr(logs.dir, ["state", "demo-counter/to-ten@0", "--path", "counter.x"]);
    expect(code).toBe(1);
    expect(stderr).toContain("has nothing at counter.x");
  });
});

describe("burr diff", () => {
  it("tells what changed between two steps, and ends with 1", async () => {
    const { code, stdout } = await burr(logs.dir, ["diff", "demo-counter/to-ten@0", "demo-counter/to-ten@4"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/\n- counter: 1\n\+ +5\n$/);
  });

  it("ends with 0 where nothing differs, also when what does is left out", async () => {
    expect((await burr(logs.dir, ["diff", "demo-counter/to-ten@3", "demo-counter/to-ten@3"])).code).toBe(0);
    const ignored = ["diff", "demo-counter/to-ten@0", "demo-counter/to-ten@4", "--ignore", "counter"];
    expect((await burr(logs.dir, ignored)).code).toBe(0);
  });

  it("shows where two runs part", async () => {
    const { code, stdout } = await burr(logs.dir, ["diff", "demo-pipeline/monday", "demo-pipeline/wednesday"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/\n {6}1 {5}1 {2}validate\n\+ {11}2 {2}quarantine\n/);
    expect(stdout).toContain('- source: "monday"');
    const same = await burr(logs.dir, ["diff", "demo-pipeline/monday", "demo-pipeline/monday"]);
    expect(same).toMatchObject({ code: 0, stdout: expect.stringContaining("the same: 5 steps") });
  });
});

it("diff does not take what was redacted in two runs for a difference", async () => {
  const dir = tempFolder();
  const b = core<{ apiKey: string; n: number }>();
  const count = b.action({ reads: ["n"], writes: ["n"], run: ({ n }) => ({ n: n + 1 }) });
  await using tracker = localTracker({ project: "p", dir, redact: ["apiKey"] });
  for (const appId of ["one", "other"]) {
    const state = { apiKey: "sk-123456", n: 0 };
    await b.application({ actions: { count }, transitions: [], entrypoint: "count", state, appId, tracker }).run();
  }
  await tracker.flush();
  expect(await burr(dir, ["diff", "p/one", "p/other"])).toMatchObject({ code: 0 });
  expect(await burr(dir, ["diff", "p/one@0", "p/other@0"])).toMatchObject({ code: 0 });
});

describe("burr search", () => {
  it("finds text in a run, a project and everywhere", async () => {
    const inRun = await burr(logs.dir, ["search", "Eddystone", "demo-deep-research/lamps"]);
    expect(inRun).toMatchObject({ code: 0, stdout: expect.stringMatching(/demo-deep-research\/lamps-\w+@\d+ \S+ .*Eddystone/) }); // prettier-ignore
    const { stdout } = await burr(logs.dir, ["search", "Augustin Fresnel", "--json", "--limit", "3"]);
    const hits = stdout.trim().split("\n").map((line) => JSON.parse(line) as { project: string }); // prettier-ignore
    expect(hits).toHaveLength(3);
    expect(hits[0]).toMatchObject({ project: "demo-chatbot", excerpt: expect.stringContaining("Augustin Fresnel") });
  });

  it("looks for the very letters, unless it is told to take any case", async () => {
    expect(await burr(logs.dir, ["search", "augustin FRESNEL"])).toMatchObject({ code: 1, stdout: "" });
    const { code, stdout } = await burr(logs.dir, ["search", "-i", "augustin FRESNEL"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("Augustin Fresnel") });
  });

  it("ends with 1 when there is nothing", async () => {
    expect(await burr(logs.dir, ["search", "no such text", "demo-counter"])).toMatchObject({ code: 1, stdout: "" });
  });
});

describe("burr tail", () => {
  it("shows the last steps of a run that is over, and ends with it", async () => {
    const { code, stdout } = await burr(logs.dir, ["tail", "demo-counter/to-ten", "-n", "3", "--until-end"]);
    expect(code).toBe(0);
    expect(stdout.match(/ ✓ \w+/g)).toEqual([" ✓ increment", " ✓ increment", " ✓ celebrate"]);
  });

  it("shows the runs of a project", async () => {
    const { stdout } = await burr(logs.dir, ["tail", "demo-pipeline", "--no-follow"]);
    expect(stdout).toMatch(/✗ failed +thursday-\w+/);
  });
});

describe("burr graph", () => {
  it.each([
    { args: ["demo-chatbot"], gives: /^flowchart TD\n/ },
    { args: ["demo-chatbot", "--format", "dot"], gives: /^digraph \{/ },
    { args: ["demo-chatbot", "--format", "svg"], gives: /^<svg .*checkSafety/s },
    { args: ["demo-chatbot", "--format", "json"], gives: /"entrypoint": "prompt"/ },
    { args: ["demo-chatbot/lighthouses", "--run"], gives: /prompt ×3<br\/>«next»/ },
    { args: ["demo-pipeline/wednesday", "--run"], gives: /onError/ },
    { args: ["demo-chatbot", "--view", "data"], gives: /flowchart LR/ },
  ])("draws $args", async ({ args, gives }) => {
    const { code, stdout } = await burr(logs.dir, ["graph", ...args]);
    expect(code).toBe(0);
    expect(stdout).toMatch(gives);
  });

  it.each(["graph.png", "graph"])("does not write a text for Mermaid into %s", async (name) => {
    const { code, stderr } = await burr(logs.dir, ["graph", "demo-chatbot", "--out", join(logs.dir, name)]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/says no format\. Let it end in \.mmd, /),
    });
    expect(existsSync(join(logs.dir, name))).toBe(false);
  });
});

it.each([
  ["search", "Fresnel", "demo-chatbot/latest@2"],
  ["graph", "demo-chatbot/latest@2"],
  ["tail", "demo-chatbot/latest@2", "--no-follow"],
  ["export", "demo-chatbot/latest@2"],
])("%s does not take a whole run for a step", async (...argv) => {
  const { code, stdout, stderr } = await burr(logs.dir, argv);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toBe('error: This is done with whole runs, and not with a step: leave "@2" out.\n');
});

describe("burr doctor", () => {
  it("finds nothing to mend in fresh logs", async () => {
    const { code, stdout } = await burr(logs.dir, ["doctor"]);
    expect({ code, last: stdout.trim().split("\n").at(-1) }).toEqual({ code: 0, last: "✓ All is well." });
  });
});
