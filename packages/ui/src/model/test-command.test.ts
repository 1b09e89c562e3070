import { expect, test } from "vitest";
import { demoCommand, devCommand, dirToTell, searchCommand, shellWord, testCommand } from "./test-command.ts";

const at = (code: string, dir: string | null = null) => ({ code, dir });
const subject = { project: "chat", app: "7f3a", partition: null };

test("the command names the step, or the first and the last of several", () => {
  expect(testCommand({ ...subject, steps: { from: 12, to: 12 } }, at("./app.ts#app"))).toBe(
    "burr test-case chat/7f3a@12 --app ./app.ts#app",
  );
  expect(testCommand({ ...subject, steps: { from: 3, to: 9 } }, at("./src/bot.ts#bot"))).toBe(
    "burr test-case chat/7f3a@3..9 --app ./src/bot.ts#bot",
  );
});

test("of steps with one id the command says which", () => {
  expect(testCommand({ ...subject, steps: { from: 41, to: 41 }, repeat: 1 }, at(""))).toBe(
    "burr test-case chat/7f3a@41.1",
  );
});

test("commands name the folder of the logs where it is not the usual one", () => {
  expect(devCommand(at("./app.ts"))).toBe("burr dev ./app.ts");
  expect(devCommand(at("./app.ts#app", "/my logs"))).toBe("burr dev ./app.ts#app --dir '/my logs'");
  expect(testCommand({ ...subject, steps: { from: 1, to: 1 } }, at("./app.ts", "/logs"))).toBe(
    "burr test-case chat/7f3a@1 --app ./app.ts --dir /logs",
  );
});

test("of a step that failed the command can ask that it does not fail any more", () => {
  expect(testCommand({ ...subject, steps: { from: 4, to: 4 }, isFixed: true }, at("./app.ts"))).toBe(
    "burr test-case chat/7f3a@4 --fixed --app ./app.ts",
  );
});

test("the command names the partition where there is one, and no code where none is given", () => {
  expect(testCommand({ ...subject, partition: "ada", steps: { from: 0, to: 0 } }, at(" "))).toBe(
    "burr test-case chat/7f3a@0 --partition ada",
  );
});

test("what was said is searched for in a project", () => {
  expect(searchCommand("refund policy", "chat", null)).toBe("burr search -i 'refund policy' chat");
  expect(searchCommand("refund", "my chat", "/logs")).toBe("burr search -i refund 'my chat' --dir /logs");
});

test.each([
  ["chat/7f3a@12", "chat/7f3a@12"],
  ["it's $(rm -rf) `x`", String.raw`'it'\''s $(rm -rf) ` + "`x`'"],
  ["--force", "'--force'"],
  ["", "''"],
])("%s is one word of a shell", (text, word) => {
  expect(shellWord(text)).toBe(word);
});

test("commands name the folder unless they find it by themselves, or there is none", () => {
  const command = (dir: string | null, usual: boolean): string => demoCommand(dirToTell({ dir, is_usual_dir: usual }));
  expect(command("/home/ada/.burr", true)).toBe("npx @burrjs/cli demo");
  expect(command("/my logs", false)).toBe("npx @burrjs/cli demo --dir '/my logs'");
  expect(command(null, false)).toBe("npx @burrjs/cli demo");
  expect(dirToTell(undefined)).toBeNull();
});
