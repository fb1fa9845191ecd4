/** Chromium's profiles: one a browser, temporary, and gone with the process that made it, however that ends. */
import { type ChildProcess, spawn } from "node:child_process";
import type { Socket } from "node:net";
import { type TemporaryFolder, makeTemporaryFolder } from "@linknet-kit/base/files";

/** Waits until its input ends, as it does with the process at the other end; a Chromium that is ending may write once more. */
const REMOVE_AT_END = 'while read -r _; do :; done; sleep 1; rm -rf -- "$1"; sleep 2; rm -rf -- "$1"';

/** Makes a folder that goes even where this process is killed, as it is once it has answered. */
export async function makeProfileFolder(): Promise<TemporaryFolder> {
  const folder = await makeTemporaryFolder("chromium");
  const shell = removeWithProcess(folder.path);
  return {
    path: folder.path,
    remove: async () => {
      await folder.remove();
      shell?.kill();
    },
  };
}

/** A process that is killed cannot tidy up, so that a shell does it; where there is none the next process does. */
function removeWithProcess(path: string): ChildProcess | undefined {
  if (process.platform === "win32") return undefined;
  const shell = spawn("/bin/sh", ["-c", REMOVE_AT_END, "sh", path], {
    // In a group of its own, as Ctrl-C ends all of this one.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  shell.on("error", () => {}).unref();
  (shell.stdin as Socket).unref();
  return shell;
}
