/** A plan as a workflow of GitHub Actions: a job a shard and kind of runner, then one that reports them all. */
import { stringify } from "yaml";

export interface GithubOptions {
  /** Path of the plan's file in the repository. */
  readonly plan: string;
  /** Shards that each kind of runner has. */
  readonly shards: number;
  /** Labels of the runners; each measures the whole plan. */
  readonly runners: readonly string[];
  /** What installs linknet in a checkout; nothing where the command does it. */
  readonly setup: string;
  /** What runs linknet there. */
  readonly command: string;
}

/** Each job of the matrix has its own. */
const RESULT = "results/${{ strategy.job-index }}.json";

/** The text of the workflow: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax */
export function renderGithubWorkflow({ plan, shards, runners, setup, command }: GithubOptions): string {
  const prepared = [
    { uses: "actions/checkout@v4" },
    { uses: "actions/setup-node@v4", with: { "node-version": "22" } },
    ...(setup === "" ? [] : [{ run: setup }]),
  ];
  const workflow = {
    name: "Latency on a fleet",
    on: { workflow_dispatch: {} },
    permissions: { contents: "read" },
    jobs: {
      measure: {
        "runs-on": "${{ matrix.runner }}",
        // One that fails says so in the report; the others go on.
        strategy: {
          "fail-fast": false,
          matrix: { runner: [...runners], shard: Array.from({ length: shards }, (_, index) => index + 1) },
        },
        steps: [
          ...prepared,
          {
            run: `${command} bench --plan ${quoted(plan)} --shard \${{ matrix.shard }}/${shards} -o ${RESULT}`,
          },
          {
            if: "always()",
            uses: "actions/upload-artifact@v4",
            with: {
              name: "result-${{ strategy.job-index }}",
              path: RESULT,
              // A shard that is run again takes the place of its first try.
              overwrite: true,
            },
          },
        ],
      },
      report: {
        "runs-on": runners[0],
        needs: "measure",
        if: "always()",
        steps: [
          ...prepared,
          {
            uses: "actions/download-artifact@v4",
            with: { pattern: "result-*", path: "results", "merge-multiple": true },
          },
          { run: `${command} report results/*.json -o report` },
          { run: 'cat report/report.md >> "$GITHUB_STEP_SUMMARY"' },
          { uses: "actions/upload-artifact@v4", with: { name: "report", path: "report", overwrite: true } },
        ],
      },
    },
  };
  return stringify(workflow, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** One word of a POSIX shell, whatever it holds. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
