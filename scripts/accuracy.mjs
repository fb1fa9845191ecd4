/**
 * What LinkNet's bypass buys: trains LinkNet, LinkNet without bypass, ENet and SegNet on generated streets, each from three seeds, scores them on streets that none
 * has seen, and writes the table. All of it is done by commands of `linknet`, which it prints; what is done already is not done again.
 * `pnpm accuracy [folder]`, `reports/accuracy` unless given.
 */
import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { summarise } from "./accuracyTable.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = process.argv[2] ?? join(root, "reports/accuracy");
const shown = relative(process.cwd(), folder) || ".";

const SEEDS = [0, 1, 2];
/** A step of SegNet takes five times as long as one of the others: each network has about the same time. */
const EPOCHS = { linknet: 17, "linknet-without-bypass": 17, enet: 17, segnet: 3 };
const SCENES = "--size 160x96 --field-of-view 36 --train 800 --val 40 --test 120";
const TRAINING =
  "--width 0.25 --batch 4 --optimiser adam --lr 1.2e-2 --schedule cosine --class-weight-offset 1.1 --threads 1";

/** @typedef {{ network: string, seed: number, epochs: number, run: string, scores: string, log: string }} Run */

/** Runs a command of `linknet` to its end, its notes to the log.
 * @param {string} command
 * @param {string} log */
async function linknet(command, log) {
  const notes = openSync(log, "a");
  const child = spawn(process.execPath, [join(root, "packages/cli/bin/linknet.js"), ...command.split(" ")], {
    stdio: ["ignore", notes, notes],
    cwd: folder,
  });
  const code = await new Promise((resolve) => child.on("exit", (status, signal) => resolve(signal ?? status)));
  closeSync(notes);
  if (code !== 0)
    throw new Error(`linknet ${command} ended with ${code}: see ${log}, then give the same command again`);
}

/** @param {string} text */
function tell(text) {
  process.stderr.write(`${text}\n`);
}

/** Trains one network from one seed and scores it, where that is not done.
 * @param {Run} run */
async function complete({ network, seed, epochs, run, scores, log }) {
  if (existsSync(join(folder, scores))) return tell(`${run}: done before`);
  const began = performance.now();
  tell(`${run}: ${epochs} epochs, log in ${join(shown, log)}`);
  const given = `--network ${network} --seed ${seed} --epochs ${epochs} ${TRAINING}`;
  await linknet(`train scenes -o ${run} ${given} --resume`, join(folder, log));
  await linknet(`evaluate ${run} --data scenes --threads 1 -o ${scores}`, join(folder, log));
  tell(`${run}: done in ${Math.round((performance.now() - began) / 1000)} s`);
}

/** One run a core at a time: a step of so small a network is too little work for two.
 * @param {readonly Run[]} runs */
async function completeAll(runs) {
  const left = [...runs];
  const take = async () => {
    for (let run = left.shift(); run !== undefined; run = left.shift()) await complete(run);
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), runs.length) }, take));
}

const runs = Object.entries(EPOCHS).flatMap(([network, epochs]) =>
  SEEDS.map((seed) => {
    const run = `${network}-${seed}`;
    return { network, seed, epochs, run, scores: `${run}.json`, log: `${run}.log` };
  }),
);

// Ctrl-C reaches the commands too, which keep what they have; this process waits for them.
process.on("SIGINT", () => {});

try {
  const began = performance.now();
  mkdirSync(folder, { recursive: true });
  tell(`draws the streets: linknet scenes scenes ${SCENES}`);
  await linknet(`scenes scenes ${SCENES}`, join(folder, "scenes.log"));
  tell(`trains each: linknet train scenes ${TRAINING}`);
  await completeAll(runs);
  const table = summarise(folder, runs, { scenes: SCENES, training: TRAINING });
  writeFileSync(join(folder, "table.md"), table);
  process.stdout.write(table);
  tell(`${Math.round((performance.now() - began) / 60000)} minutes; the table is ${join(shown, "table.md")}`);
} catch (error) {
  tell(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
