import { createInterface } from "node:readline";
import type { Person } from "./session.ts";

/** The person at this process's terminal. Where standard input is none, nobody can be asked, and the answer is no. */
export function terminalPerson(): Person {
  return {
    onInterrupt(listener) {
      process.on("SIGINT", listener);
      return () => process.off("SIGINT", listener);
    },
    wantsToResume: () => (process.stdin.isTTY ? ask() : Promise.resolve(false)),
  };
}

function ask(): Promise<boolean> {
  const { stdin: input, stdout: output } = process;
  return new Promise((resolve) => {
    const reader = createInterface({ input, output });
    const answer = (resume: boolean): void => {
      resolve(resume); // the first answer counts: closing asks once more
      reader.close();
    };
    reader.on("line", (text) => answer(!text.trim().toLowerCase().startsWith("q")));
    reader.on("SIGINT", () => answer(false));
    reader.on("close", () => answer(false));
    reader.setPrompt("Enter resumes, q quits: ");
    reader.prompt();
  });
}
