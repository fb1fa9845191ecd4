/** What tells the runs of a report apart: a letter for each machine, and the date for each run of one machine. */
import type { ResultFile } from "@linknet-kit/results";
import { formatDate } from "./format.js";
import { machineKey } from "./joinedFiles.js";

/** A label for each run, none equal to another: `""` for a single run; `A` and `B` for machines, `2026-11-22` for runs of one, `A 2026-11-22` for both. */
export function labelRuns(files: readonly ResultFile[]): readonly string[] {
  const machines = [...new Set(files.map(machineKey))];
  return files.map((file) => {
    const key = machineKey(file);
    const own = files.filter((each) => machineKey(each) === key);
    const letter = machines.length > 1 ? letters(machines.indexOf(key)) : "";
    return [letter, own.length > 1 ? dateAmong(file, own) : ""].filter(Boolean).join(" ");
  });
}

/** The day, with the minute where that day has several, and a number where that minute has. */
function dateAmong(file: ResultFile, files: readonly ResultFile[]): string {
  const shared = (text: (file: ResultFile) => string) => files.filter((each) => text(each) === text(file));
  const dayOf = ({ createdAt }: ResultFile): string => formatDate(createdAt).slice(0, 10);
  const minuteOf = ({ createdAt }: ResultFile): string => formatDate(createdAt);
  if (shared(dayOf).length === 1) return dayOf(file);
  const sameMinute = shared(minuteOf);
  return sameMinute.length === 1 ? minuteOf(file) : `${minuteOf(file)} (${sameMinute.indexOf(file) + 1})`;
}

/** A, B, ... Z, AA, AB, ... */
function letters(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? letters(rest - 1) : "") + String.fromCodePoint(65 + (index % 26));
}
