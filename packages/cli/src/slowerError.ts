/** Something runs slower than what it was compared with. */
import { LinknetError } from "@linknet-kit/base";
import type { GateReport } from "@linknet-kit/gate";

/** What was found is printed; this makes the command fail. */
export class SlowerError extends LinknetError {
  readonly code = "SLOWER";

  constructor({ findings }: Pick<GateReport, "findings">) {
    const failed = findings.filter(({ verdict }) => verdict === "fail" || verdict === "error");
    const slower = failed.filter(({ verdict }) => verdict === "fail").length;
    const what = slower === failed.length ? "are slower than" : "are slower than, or could not be compared with,";
    super(`${failed.length} of ${findings.length} ${what} what they were compared with`);
  }
}
