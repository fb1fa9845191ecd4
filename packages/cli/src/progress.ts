/** How far a long operation is: how many of its items are done, for how long it runs, and for how long it will. */
import { type Clock, systemClock } from "@linknet-kit/base";
import { type Line, spansOf } from "./line.js";
import type { Terminal } from "./terminal.js";

export interface ProgressOptions {
  /** How many items there are; found out later where it is not given. */
  readonly total?: number;
  /** What all will take, where that can be said before anything is done. */
  readonly expectedSeconds?: number;
  /** Where the time is read; the system's clock unless given. */
  readonly clock?: Clock;
}

export interface ProgressLine {
  setTotal(total: number): void;
  /** What is being done at present. */
  at(text: string): void;
  /** One more item is done; what came of it stays, where it is given. */
  done(line?: Line): void;
  /** What the rest takes, where that is known better than from what the items before took. */
  expect(leftSeconds: number): void;
}

/** The time that passes shows even while nothing else is to be told. */
const TICK_MS = 1000;
/** Where there is no terminal, so often a line says how far it is. */
const TOLD_MS = 30_000;
/** Less than this is not shown: work that outlasts its estimate has no known rest. */
const LEAST_LEFT_MS = 500;

/** Shows how far `work` is, on a terminal in one line that is rewritten; elsewhere there are the lines of items that are done, and one now and then of where it stands. */
export async function withProgress<T>(
  terminal: Pick<Terminal, "status" | "showsStatus" | "note">,
  options: ProgressOptions,
  work: (progress: ProgressLine) => Promise<T>,
): Promise<T> {
  const { nowMs: now } = options.clock ?? systemClock;
  const started = now();
  let told = started;
  let { total } = options;
  let finished = 0;
  let present = "";
  let expected =
    options.expectedSeconds === undefined ? undefined : { leftMs: 1000 * options.expectedSeconds, at: started };
  let isExpectedByOthers = false;

  const show = (): void => {
    const left = expected === undefined ? 0 : expected.leftMs - (now() - expected.at);
    const counts = total === undefined ? [] : [`${finished}/${total} done`];
    const parts = [...counts, clock(now() - started), ...(left < LEAST_LEFT_MS ? [] : [`${clock(left)} left`])];
    const line = `${parts.join(", ")}: ${present}`;
    terminal.status(line);
    if (terminal.showsStatus || now() - told < TOLD_MS) return;
    terminal.note(line);
    told = now();
  };
  const ticking = setInterval(() => present !== "" && show(), TICK_MS);
  ticking.unref();
  try {
    return await work({
      setTotal: (items) => {
        total = items;
      },
      at: (text) => {
        present = text;
        show();
      },
      done: (line) => {
        finished += 1;
        if (line !== undefined) {
          told = now();
          terminal.note([[`[${finished}${total === undefined ? "" : `/${total}`}] `, ...spansOf(line)]]);
        }
        if (isExpectedByOthers || total === undefined) return;
        const each = (now() - started) / finished;
        expected = { leftMs: each * Math.max(0, total - finished), at: now() };
      },
      expect: (leftSeconds) => {
        isExpectedByOthers = true;
        expected = { leftMs: 1000 * leftSeconds, at: now() };
      },
    });
  } finally {
    clearInterval(ticking);
  }
}

/** `0:07`, `12:30`, `1:02:03`. */
export function clock(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number): string => String(value).padStart(2, "0");
  return hours === 0 ? `${minutes}:${two(rest)}` : `${hours}:${two(minutes)}:${two(rest)}`;
}
