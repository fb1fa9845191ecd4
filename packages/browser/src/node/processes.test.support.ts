/** The processes of this machine, as `ps` lists them. */
import { execFileSync } from "node:child_process";

interface Listed {
  readonly pid: number;
  readonly parent: number;
  readonly line: string;
}

/** Those that run, without those that have ended and are listed still. */
function listProcesses(): readonly Listed[] {
  const listed = execFileSync("ps", ["-A", "-ww", "-o", "pid=,ppid=,stat=,args="], { encoding: "utf8" });
  return listed.split("\n").flatMap((line) => {
    const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return command === undefined || state!.startsWith("Z")
      ? []
      : [{ pid: Number(pid), parent: Number(parent), line: command }];
  });
}

/** A process's children, theirs and so on. */
export function descendantsOf(pid: number): readonly number[] {
  const listed = listProcesses();
  const childrenOf = (parent: number): readonly number[] =>
    listed.filter((each) => each.parent === parent).flatMap((each) => [each.pid, ...childrenOf(each.pid)]);
  return childrenOf(pid);
}

/** Those of the ids whose process runs still. */
export function stillRunning(pids: readonly number[]): readonly number[] {
  const running = new Set(listProcesses().map(({ pid }) => pid));
  return pids.filter((pid) => running.has(pid));
}
