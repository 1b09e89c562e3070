import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { burr, burrJson } from "../testing/cli.ts";
import { ended, newProject, type Project, root } from "../testing/project.ts";
import { secretShopModule, shopModule, spreadModule } from "../testing/shop.ts";

async function recorded(): Promise<Project> {
  const project = newProject({ "src/shop.ts": shopModule });
  expect(await project.node("src/shop.ts", "record")).toMatchObject({ code: 0, stderr: "" });
  return project;
}

async function testCase(project: Project, step: string, ...more: readonly string[]) {
  return await burr(project.dir, ["test-case", step, ...more], { cwd: project.folder });
}

it("writes tests that pass, and that fail once the code does something else", async () => {
  const project = await recorded();
  const toTests = ["--app", "./src/shop.ts#app", "--out", "tests"];
  for (const step of ["0", "1", "2", "3", "4", "0..3"]) {
    expect(await testCase(project, `shop/run-1@${step}`, ...toTests)).toMatchObject({ code: 0 });
  }
  expect((await testCase(project, "shop/run-2@1", ...toTests)).code).toBe(0);
  const first = await project.vitest();
  expect(first.stdout.match(/^ok .*$/gm)).toHaveLength(7);
  expect(first.code).toBe(0);

  project.write(
    "src/shop.ts",
    shopModule.replace("BigInt(price)", "BigInt(price + 1)").replace("total > 5", "total > 50"),
  );
  const second = await project.vitest();
  expect(second.code).toBe(1);
  expect(second.stdout.match(/^not ok .*$/gm)?.map((line) => line.replace(/^not ok \d+ - | # .*$/g, ""))).toEqual([
    expect.stringContaining("add does what it did in step 0 of shop/run-1"),
    expect.stringContaining("add does what it did in step 4 of shop/run-1"),
    expect.stringContaining("the run goes the way that shop/run-1 went in steps 0 to 3"),
  ]);
}, 60_000);

it.each([
  { app: "./src/shop.ts#builder", kind: "a builder" },
  { app: "./src/shop.ts#makeApp", kind: "a function" },
])(
  "tests $kind too, in types as in fact",
  async ({ app }) => {
    const project = await recorded();
    await testCase(project, "shop/run-1@4", "--app", app, "--out", "tests/deep/add.test.ts");
    await testCase(project, "shop/run-1@0..1", "--app", app);
    expect((await project.vitest()).code).toBe(0);
    project.write("tsconfig.json", JSON.stringify({ extends: join(root, "tsconfig.test.json"), include: ["**/*.test.ts"], compilerOptions: { typeRoots: [join(root, "node_modules/@types")] } })); // prettier-ignore
    const tsc = [join(root, "node_modules/typescript/bin/tsc"), "--project", "."];
    expect(await ended(process.execPath, tsc, project.folder, {})).toEqual({ code: 0, stdout: "", stderr: "" });
  },
  60_000,
);

it("says what was redacted, and compares the rest", async () => {
  const project = await recorded();
  const { stderr } = await testCase(project, "shop/run-1@1", "--app", "./src/shop.ts#app");
  expect(stderr).toContain("1 value was not recorded (redacted, say): /state/apiKey");
  expect(readFileSync(join(project.folder, "greet-1.json"), "utf8")).not.toContain("key-1");
  expect((await project.vitest()).code).toBe(0);
}, 60_000);

it("makes a test that passes of an error whose message was redacted", async () => {
  const project = newProject({ "src/shop.ts": secretShopModule });
  await project.node("src/shop.ts", "record");
  const { stderr } = await testCase(project, "shop/run-1@2", "--app", "./src/shop.ts#app");
  expect(stderr).toContain("/expected/error/message");
  expect((await project.vitest()).code).toBe(0);
}, 60_000);

it("makes tests of steps that start others: of the steps themselves", async () => {
  const project = newProject({ "src/shop.ts": spreadModule });
  expect(await project.node("src/shop.ts", "record")).toMatchObject({ code: 0, stderr: "" });
  for (const step of ["0", "0..1"]) {
    const made = await testCase(project, `shop/run-1@${step}`, "--app", "./src/shop.ts#builder");
    expect(made).toMatchObject({ code: 0 });
  }
  expect(await project.vitest()).toMatchObject({ code: 0 });
}, 60_000);

it("asks for the application where it was not named", async () => {
  const project = await recorded();
  const { code, stderr } = await testCase(project, "shop/run-1@0");
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("--app ./src/app.ts#app") });
  const { code: failed, stdout } = await project.vitest();
  expect(failed).toBe(1);
  expect(stdout).toContain('There is nothing to test yet: see \\"TODO\\" above');
}, 60_000);

it("names the export that the module does not have", async () => {
  const project = await recorded();
  expect((await testCase(project, "shop/run-1@0", "--app", "./src/shop.ts#nothing")).code).toBe(0);
  expect((await project.vitest()).stdout).toContain(
    'There is nothing to test: ./src/shop.ts exports no \\"nothing\\".',
  );
}, 60_000);

it("writes over nothing, and tells what makes no test", async () => {
  const project = await recorded();
  expect(await testCase(project, "shop/run-1@0")).toMatchObject({ code: 0 });
  expect(await testCase(project, "shop/run-1@0")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("--force"),
  });
  expect(await testCase(project, "shop/run-1@0", "--force")).toMatchObject({ code: 0 });
  expect(await testCase(project, "shop/run-1")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Which step?"),
  });
  expect(await testCase(project, "shop/run-1@9")).toMatchObject({ code: 1 });
  const noPlace = await testCase(project, "shop/run-1@0", "--out", "/dev/null/tests");
  expect(noPlace).toMatchObject({ code: 3, stderr: expect.stringMatching(/^error: .* cannot be written\./) });
  const noModule = await testCase(project, "shop/run-1@0", "--app", "./nowhere.ts#app", "--out", "other");
  expect(noModule).toMatchObject({ code: 2, stderr: expect.stringContaining("There is no module") });
});

it("writes the cases of Burr for Python, one behind the other", async () => {
  const project = await recorded();
  for (const step of ["0", "2"])
    await testCase(project, `shop/run-1@${step}`, "--format", "burr", "--out", "cases.json");
  expect(JSON.parse(readFileSync(join(project.folder, "cases.json"), "utf8"))).toMatchObject([
    {
      action: "add",
      name: "add_run-1_0",
      input_state: { total: 0, apiKey: "‹redacted›" },
      expected_state: { total: 7, prices: { tea: "7" }, items: [{ name: "tea", at: "2026-01-07T00:00:00.000Z" }] },
    },
    { name: "add_run-1_2", input_state: { total: 7 }, expected_state: { "TODO:": "fill this in" } },
  ]);
  expect(await burrJson(project.dir, ["test-case", "shop/run-1@0", "--format", "burr"])).toHaveLength(1);
});

it("makes a test of a failure that fails, and passes once it is mended", async () => {
  const project = await recorded();
  const fixed = ["--fixed", "--app", "./src/shop.ts#app"];
  expect(await testCase(project, "shop/run-1@0", ...fixed)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("did not fail"),
  });
  expect((await testCase(project, "shop/run-1@0..3", ...fixed)).code).toBe(2);
  expect((await testCase(project, "shop/run-1@2", ...fixed)).code).toBe(0);
  const failed = await project.vitest();
  expect(failed.stdout).toMatch(/^not ok .* does not fail as it did in step 2 of shop\/run-1/m);
  project.write("src/shop.ts", shopModule.replace('if (name === "gold") throw new SoldOut("no gold today");', ""));
  expect((await project.vitest()).code).toBe(0);
}, 60_000);
