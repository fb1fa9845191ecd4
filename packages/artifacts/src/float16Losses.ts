/** What weights lose in float16 without being refused: values so small that only zero is left of them. */
import type { Float16Conversion } from "@linknet-kit/core";

/** Of one artifact, as `--json` tells it. */
export interface Float16Losses {
  readonly values: number;
  readonly underflows: number;
  /** Where they are, those that lose most of theirs first. */
  readonly tensors: readonly Float16Conversion[];
}

/** Less than this share of a tensor is what any drawn or trained weight loses. */
const NOTICEABLE_SHARE = 0.01;

/** The losses of what was converted, each tensor once; nothing where none was. */
export function float16Losses(conversions: Iterable<Float16Conversion>): Float16Losses | undefined {
  const all = [...new Map([...conversions].map((each) => [each.tensor, each])).values()];
  if (all.length === 0) return undefined;
  return {
    values: all.reduce((sum, { values }) => sum + values, 0),
    underflows: all.reduce((sum, { underflows }) => sum + underflows, 0),
    tensors: all.filter(({ underflows }) => underflows > 0).toSorted((a, b) => shareOf(b) - shareOf(a)),
  };
}

/** A line of what an artifact lost, a warning where some tensor lost a noticeable share; nothing where nothing was lost. */
export function describeLosses(path: string, { values, underflows, tensors }: Float16Losses): string | undefined {
  const [worst] = tensors;
  if (worst === undefined) return undefined;
  const line = `${underflows} of ${values} weights in ${path} are too small for float16 and became 0`;
  if (shareOf(worst) < NOTICEABLE_SHARE) return line;
  return `warning: ${line}, ${worst.underflows} of ${worst.values} in "${worst.tensor}"`;
}

function shareOf({ values, underflows }: Float16Conversion): number {
  return underflows / values;
}
