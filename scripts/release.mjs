/**
 * Publishes what `changeset version` has numbered: each public package whose version the registry does not have, with a statement of where
 * and from what it was built. Their manifests name the repository that they are released from, which npm compares with that statement.
 * With --dry-run everything is packed and nothing is published, numbered or left changed.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { publicPackages, root } from "./publicPackages.mjs";

const isDry = process.argv.includes("--dry-run");

const manifests = publicPackages().map(({ folder }) => {
  const path = join(folder, "package.json");
  return { directory: `packages/${basename(folder)}`, path, text: readFileSync(path, "utf8") };
});

const repository = repositoryUrl();
if (repository === undefined && !isDry) {
  throw new Error("no repository to name: release from a checkout whose remote is called origin");
}
try {
  if (repository !== undefined) nameRepository(repository);
  // pnpm compares no versions in a dry run, so that it also works where nothing was numbered yet.
  if (isDry)
    run("npx", ["--yes", "pnpm@10", "--recursive", "publish", "--dry-run", "--no-git-checks", "--access", "public"]);
  else run("npx", ["--no-install", "changeset", "publish"]);
} finally {
  for (const { path, text } of manifests) writeFileSync(path, text);
}
console.log(
  `${isDry ? "would publish" : "published"} ${manifests.length} packages of ${repository ?? "a checkout without origin"}`,
);

/** Of the workflow that runs, else of the checkout; undefined where it has no remote that others could read.
 * @returns {string | undefined} */
function repositoryUrl() {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY } = process.env;
  if (GITHUB_SERVER_URL && GITHUB_REPOSITORY) return `git+${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}.git`;
  const { stdout } = spawnSync("git", ["remote", "get-url", "origin"], { cwd: root, encoding: "utf8" });
  const url = stdout?.trim().replace(/^git@([^:]+):/, "https://$1/");
  return url?.startsWith("https://") ? `git+${url}` : undefined;
}

/** @param {string} url */
function nameRepository(url) {
  const home = url.replace(/^git\+/, "").replace(/\.git$/, "");
  for (const { directory, path, text } of manifests) {
    const named = {
      ...JSON.parse(text),
      repository: { type: "git", url, directory },
      homepage: home,
      bugs: `${home}/issues`,
    };
    writeFileSync(path, `${JSON.stringify(named, undefined, 2)}\n`);
  }
}

/** @param {string} program
 * @param {string[]} args */
function run(program, args) {
  const env = { NPM_CONFIG_PROVENANCE: String(!isDry), ...process.env };
  const { status } = spawnSync(program, args, {
    cwd: root,
    env,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}`);
}
