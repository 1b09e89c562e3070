import { spawn } from "node:child_process";
import { once } from "node:events";

/** Removes a folder, and ends the process that uses it, when the process that made it is gone. */
export interface Guard {
  /** Says which process uses the folder now; `undefined`: none. */
  watch(pid: number | undefined): void;
  /** Removes the folder now. */
  end(): Promise<void>;
}

// Its input ends when we do, even by SIGKILL. The last line says whom to end; SIGQUIT has PostgreSQL end its children too.
// The wait is bounded: in a container without an init process, who has ended stays in the process table.
const script = `
while read -r line; do pid=$line; done
if [ -n "$pid" ]; then
  kill -QUIT "$pid"
  for try in $(seq 50); do kill -0 "$pid" 2>/dev/null && sleep 0.1; done
fi
rm -rf -- "$0"
`;

/** A guard of `folder`: a small process of its own, which outlives ours by a moment. */
export function guardFolder(folder: string): Guard {
  const shell = spawn("/bin/sh", ["-c", script, folder], { stdio: ["pipe", "ignore", "ignore"], detached: true });
  const exited = once(shell, "exit");
  return {
    watch(pid) {
      shell.stdin.write(`${pid ?? ""}\n`);
    },
    async end() {
      shell.stdin.end();
      await exited;
    },
  };
}
