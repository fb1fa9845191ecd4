/** Against the schema of workflows that SchemaStore publishes: https://www.schemastore.org/github-workflow.json */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { validateWorkflow } from "@action-validator/core";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { renderGithubWorkflow } from "./github.js";

const options = {
  plan: "bench/plan.json",
  shards: 3,
  runners: ["ubuntu-latest", "macos-14"],
  setup: "",
  command: "linknet",
};

test("A workflow fits the published schema", () => {
  expect(validateWorkflow(renderGithubWorkflow(options)).errors).toEqual([]);
});

test("So does the workflow that checks this project", () => {
  const own = readFileSync(new URL("../../../../.github/workflows/check.yml", import.meta.url), "utf8");
  expect(validateWorkflow(own).errors).toEqual([]);
});

test("The schema refuses a workflow with a step that is none", () => {
  const broken = renderGithubWorkflow(options).replace("uses: actions/checkout@v4", "use: actions/checkout@v4");
  expect(validateWorkflow(broken).errors).not.toEqual([]);
});

test("Every kind of runner measures every shard, and the report comes after, whatever became of them", () => {
  const { jobs } = parse(renderGithubWorkflow(options)) as { jobs: Record<string, Record<string, unknown>> };
  expect(jobs["measure"]).toMatchObject({
    "runs-on": "${{ matrix.runner }}",
    strategy: { "fail-fast": false, matrix: { runner: ["ubuntu-latest", "macos-14"], shard: [1, 2, 3] } },
  });
  expect(jobs["report"]).toMatchObject({ needs: "measure", if: "always()" });
});

test("Both kinds of job install linknet before they run it", () => {
  const { jobs } = parse(renderGithubWorkflow({ ...options, setup: "npm ci" })) as {
    jobs: Record<string, { steps: readonly { readonly run?: string }[] }>;
  };
  for (const job of ["measure", "report"]) {
    const lines = jobs[job]!.steps.flatMap(({ run }) => run ?? []);
    expect(lines.slice(0, 2)).toEqual(["npm ci", expect.stringMatching(/^linknet (bench|report) /)]);
  }
});

test("A plan's path is one word of the shell, whatever it holds", () => {
  const plan = "it's $(a) `plan`; rm x";
  const { jobs } = parse(renderGithubWorkflow({ ...options, plan, command: "printf '%s\\n'" })) as {
    jobs: { measure: { steps: { run?: string }[] } };
  };
  const run = jobs.measure.steps.find((step) => step.run !== undefined)!.run!.replaceAll(/\$\{\{.*?\}\}/g, "1");
  const words = execFileSync("sh", ["-c", run], { encoding: "utf8" }).trim().split("\n");
  expect(words).toEqual(["bench", "--plan", plan, "--shard", "1/3", "-o", "results/1.json"]);
});
