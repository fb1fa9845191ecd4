/**
 * A commit as files of its own, in a repository of its own that borrows the other one's objects. It is made by hand, not with `git clone`,
 * which asks the user's repository for more than reading: no hooks, no templates, nothing of its settings but where it came from.
 */
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { askGit, runGit } from "@linknet-kit/bench";
import type { Tree } from "./treeFiles.js";

/** Makes `place`, which must not exist. */
export async function checkOut({ repository, commit }: Tree, place: string, signal?: AbortSignal): Promise<void> {
  await repository.checkWhole(commit);
  const format = await repository.ask("rev-parse", "--show-object-format");
  await mkdir(place);
  await askGit(place, ["init", "--quiet", "--template=", `--object-format=${format}`]);
  const own = join(place, ".git");
  await mkdir(join(own, "objects", "info"), { recursive: true });
  // In quotes, as the path may have any character.
  await writeFile(join(own, "objects/info/alternates"), `${JSON.stringify(await repository.placeOf("objects"))}\n`);
  await copyFile(await repository.placeOf("shallow"), join(own, "shallow")).catch(() => {});
  const tags = await repository.ask("for-each-ref", "--format=%(objectname) %(refname)", "refs/tags");
  if (tags !== "") await writeFile(join(own, "packed-refs"), `${tags}\n`);
  // For what a set-up may fetch: submodules, large files.
  const origin = await repository.ask("config", "--get", "remote.origin.url").catch(() => "");
  if (origin !== "") await runGit(place, ["config", "remote.origin.url", origin]);
  await runGit(place, ["checkout", "--quiet", "--detach", commit], { signal });
}
