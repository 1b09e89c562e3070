import { expect, it } from "vitest";
import { gitCommit } from "./git-commit.ts";

const [one, other] = ["1".repeat(40), "ab".repeat(32)];
const onMain = "ref: refs/heads/main\n";

it.each<[what: string, commit: string | undefined, files: Record<string, string>]>([
  ["of a branch", one, { "/home/me/.git/HEAD": onMain, "/home/me/.git/refs/heads/main": `${one}\n` }],
  ["in the folder itself, also by SHA-256", other, { "/home/me/app/src/.git/HEAD": `${other}\n` }],
  ["of a branch that is packed", one, { "/home/me/.git/HEAD": onMain, "/home/me/.git/packed-refs": `# pack-refs with: peeled\n${other} refs/heads/x/main\n${one} refs/heads/main\n^${other}\n` }], // prettier-ignore
  ["that stands in the file of the branch, if it is packed as well", one, { "/home/me/.git/HEAD": onMain, "/home/me/.git/refs/heads/main": one, "/home/me/.git/packed-refs": `${other} refs/heads/main\n` }], // prettier-ignore
  [
    "of another working tree",
    one,
    {
      "/home/me/.git": "gitdir: /repo/.git/worktrees/me\n",
      "/repo/.git/worktrees/me/HEAD": onMain,
      "/repo/.git/worktrees/me/commondir": "../..\n",
      "/repo/.git/worktrees/me/../../refs/heads/main": one,
    },
  ],
  [
    "of a submodule",
    one,
    { "/home/me/app/.git": "gitdir: ../.git/modules/app", "/home/me/app/../.git/modules/app/HEAD": one },
  ],
  ["before the first commit", undefined, { "/home/me/.git/HEAD": onMain }],
  ["of a branch that leads elsewhere", undefined, { "/home/me/.git/HEAD": "ref: refs/../../secret", "/home/me/.git/refs/../../secret": one }], // prettier-ignore
  ["of what is no repository", undefined, { "/home/me/.git": "something", "/home/me/.git/HEAD": "something" }],
  ["where there is none", undefined, {}],
])("finds the commit %s", (_what, commit, files) => {
  expect(gitCommit("/home/me/app/src", (path) => files[path])).toBe(commit);
});

it("knows the paths of Windows", () => {
  const files: Record<string, string> = { "C:\\me/.git/HEAD": onMain, "C:\\me/.git/refs/heads/main": one };
  expect(gitCommit(String.raw`C:\me\app`, (path) => files[path])).toBe(one);
  expect(gitCommit(String.raw`D:\me\app`, (path) => files[path])).toBeUndefined();
});
