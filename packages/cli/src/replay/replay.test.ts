import { expect, it } from "vitest";
import { burr, burrJson, type CliRun } from "../testing/cli.ts";
import { newProject, type Project } from "../testing/project.ts";
import { secretShopModule, shopModule } from "../testing/shop.ts";

async function recorded(): Promise<Project> {
  const project = newProject({ "src/shop.ts": shopModule });
  expect(await project.node("src/shop.ts", "record")).toMatchObject({ code: 0, stderr: "" });
  return project;
}

async function replay(project: Project, run: string, ...more: readonly string[]): Promise<CliRun> {
  const argv = ["replay", run, "--app", "./src/shop.ts#app", ...more];
  return await burr(project.dir, argv, { cwd: project.folder });
}

it("takes the same path where the code is the same", async () => {
  const project = await recorded();
  expect(await replay(project, "shop/run-1")).toMatchObject({
    code: 0,
    stdout: "✓ The same path. 6 steps looked at, 5 actions run again, 1 not run (needs the error that led to it)\n",
    stderr: "",
  });
  expect(await replay(project, "shop/run-2")).toMatchObject({ code: 0 });
  expect(await replay(project, "shop/run-1@0..1", "--conditions-only")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("2 steps looked at, 0 actions run again"),
  });
  expect(await replay(project, "shop/run-2", "--app", "./src/shop.ts#makeApp")).toMatchObject({ code: 0, stderr: "" });
}, 30_000);

it.each([
  {
    what: "another value is written",
    from: "total: state.total + price, prices",
    to: "total: state.total + price + 1, prices",
    options: [],
    tells: /✗ shop\/run-1@0 add: the action writes other values\n.*\n.*\n +- total: 7\n +\+ +8\n/,
  },
  {
    what: "another action comes next",
    from: "total > 5",
    to: "total > 500",
    options: ["--conditions-only"],
    tells:
      /@0 add: another action comes next\n +- recorded: greet\n +\+ today: +ask \(enough → greet: did not hold; default → ask: held\)/,
  },
  {
    what: "the action fails in another way",
    from: "no gold today",
    to: "no gold any more",
    options: ["--skip", "greet"],
    tells:
      /@2 add: the action fails with another error\n +- recorded: SoldOut: no gold today\n +\+ today: +SoldOut: no gold any more/,
  },
  {
    what: "an error leads elsewhere",
    from: '["add", "apologise", onError(SoldOut)],',
    to: '["add", "ask", onError(SoldOut)],',
    options: ["--conditions-only"],
    tells: /@2 add: no transition on error leads there any more\n +- recorded: to apologise\n +\+ today: +to ask/,
  },
  {
    what: "another result is reported",
    from: "sum: state.total + price",
    to: "sum: 0",
    options: [],
    tells: /@0 add: the action reports another result[^]*- sum: 7\n +\+ +0/,
  },
])(
  "tells the first difference when $what, and ends with 1",
  async ({ from, to, options, tells }) => {
    const project = await recorded();
    expect(shopModule).toContain(from);
    project.write("src/shop.ts", shopModule.replace(from, to));
    const { code, stdout } = await replay(project, "shop/run-1", ...options);
    expect(stdout).toMatch(tells);
    expect(code).toBe(1);
  },
  30_000,
);

it("takes any text where the message of an error was redacted", async () => {
  const project = newProject({ "src/shop.ts": secretShopModule });
  await project.node("src/shop.ts", "record");
  expect(await replay(project, "shop/run-1")).toMatchObject({ code: 0 });
  project.write("src/shop.ts", secretShopModule.replace("no gold for", "no silver for"));
  expect((await replay(project, "shop/run-1")).stdout).toContain("recorded: SoldOut: no gold for [redacted] today");
}, 30_000);

it("leaves out keys and actions, and goes on behind a difference, when asked", async () => {
  const project = await recorded();
  project.write("src/shop.ts", shopModule.replace("BigInt(price)", "BigInt(price + 1)"));
  expect(await replay(project, "shop/run-1", "--ignore", "prices")).toMatchObject({ code: 0 });
  expect(await replay(project, "shop/run-1", "--skip", "add")).toMatchObject({ code: 0 });
  expect(await replay(project, "shop/run-1", "--skip", "ad")).toMatchObject({
    code: 2,
    stderr: 'error: There is no action "ad". There are: add, greet, apologise, ask.\n',
  });
  expect((await replay(project, "shop/run-1", "--keep-going")).stdout).toMatch(/✗ 2 differences\. 6 steps/);
  const json = await burrJson(project.dir, ["replay", "shop/run-1", "--app", `${project.folder}/src/shop.ts#app`]);
  expect(json).toMatchObject({ same: false, differences: [{ sequence_id: 0, action: "add" }] });
}, 30_000);

it("keeps what the code prints apart, and survives its end", async () => {
  const project = await recorded();
  project.write(
    "src/shop.ts",
    shopModule.replace("for (const word of", 'console.log("\\u001b[2Jhello"); for (const word of'),
  );
  const noisy = await replay(project, "shop/run-1", "--json");
  expect(JSON.parse(noisy.stdout)).toMatchObject({ same: true });
  expect(noisy.stderr).toContain("│ ␛[2Jhello");
  project.write("src/shop.ts", shopModule.replace("for (const word of", "process.exit(7); for (const word of"));
  expect(await replay(project, "shop/run-1")).toMatchObject({ code: 2, stderr: expect.stringContaining("has ended (exit code 7)") }); // prettier-ignore
  project.write("src/shop.ts", shopModule.replace("for (const word of", "await new Promise(() => setInterval(() => {}, 1e6)); for (const word of")); // prettier-ignore
  // As long as one likes: a timer cannot.
  expect(await replay(project, "shop/run-1@0", "--conditions-only", "--timeout", "30d")).toMatchObject({ code: 0 });
  expect(await replay(project, "shop/run-1", "--timeout", "300ms")).toMatchObject({ code: 1, stdout: expect.stringContaining("did not end within 300 ms") }); // prettier-ignore
}, 30_000);

it.each([
  { app: "./src/shop.ts#nothing", message: /exports no "nothing"\. It exports: .*app/ },
  { app: "./src/shop.ts#SoldOut", message: /cannot be used/ },
  { app: "./src/gone.ts#app", message: /There is no module/ },
  { app: "#app", message: /names no code/ },
])(
  "says what is wrong with --app $app",
  async ({ app, message }) => {
    const project = await recorded();
    const argv = ["replay", "shop/run-1", "--app", app];
    const { code, stderr } = await burr(project.dir, argv, { cwd: project.folder });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
  },
  30_000,
);
