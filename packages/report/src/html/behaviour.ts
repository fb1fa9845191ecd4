/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * What the page does beyond being read: tables sort and can be copied, drawings tell their values to a pointer and to a keyboard, and
 * everything unfolds for paper. Without it the page says the same.
 */

/**
 * Runs in the reader's browser. The report carries this function's own text, so it names nothing outside itself.
 */
export function behave(): void {
  /** Headings by the column they stand over, a group's name apart. */
  const headingsOf = (table: HTMLTableElement) => {
    const [upper, lower] = table.tHead!.rows;
    const below = [...(lower?.cells ?? [])];
    return [...upper!.cells].flatMap((heading) =>
      heading.scope === "colgroup"
        ? below.splice(0, heading.colSpan).map((own) => ({ heading: own, group: `${heading.textContent}, ` }))
        : [{ heading, group: "" }],
    );
  };

  const isNumber = ({ classList }: Element): boolean => classList.contains("number") || classList.contains("bar");

  /** What a cell sorts by: an image's pixels, a number, or text; nothing where it is empty. */
  const valueOf = (cell: Element): number | string | undefined => {
    const text = cell.textContent.trim();
    const size = /^(\d+)x(\d+)/.exec(text);
    if (size) return Number(size[1]) * Number(size[2]);
    const number = /^[~+−-]?[\d,]*\.?\d+(?:e[+-]?\d+)?/.exec(text);
    if (isNumber(cell) && number) return Number(number[0].replace(/[~+,]/g, "").replace("−", "-"));
    return text || undefined;
  };

  const compare = (a: number | string | undefined, b: number | string | undefined, sign: number): number => {
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
    if (typeof a === "number" && typeof b === "number") return sign * (a - b);
    return sign * String(a).localeCompare(String(b), "en", { numeric: true });
  };

  /** A click, or Enter on the heading, sorts upwards, downwards, and back to how the table was. */
  const makeSortable = (table: HTMLTableElement): void => {
    const [body] = table.tBodies;
    const original = [...(body?.rows ?? [])];
    if (!body || original.length < 2) return;
    const headings = headingsOf(table);
    headings.forEach(({ heading }, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => {
        const before = heading.getAttribute("aria-sort");
        for (const other of headings) other.heading.removeAttribute("aria-sort");
        const after = before === null ? "ascending" : before === "ascending" ? "descending" : undefined;
        table.classList.toggle("sorted", after !== undefined);
        if (after === undefined) {
          body.append(...original);
          return;
        }
        heading.setAttribute("aria-sort", after);
        const keyed = original.map((row) => ({ row, value: valueOf(row.cells[column]!) }));
        const sign = after === "ascending" ? 1 : -1;
        body.append(...keyed.toSorted((a, b) => compare(a.value, b.value, sign)).map(({ row }) => row));
      });
    });
  };

  /** Numbers plain, text quoted; an apostrophe before what a spreadsheet would run. */
  const csvCell = (text: string, number: boolean): string => {
    if (number) return `"${text.replace(/[~,]/g, "").replace("−", "-")}"`;
    return `"${text.replace(/^(?=[=+\-@])/, "'").replaceAll('"', '""')}"`;
  };

  const csvOf = (table: HTMLTableElement): string => {
    const head = headingsOf(table).map(({ heading, group }) => csvCell(group + heading.textContent, false));
    const rows = [...table.tBodies, ...(table.tFoot ? [table.tFoot] : [])].flatMap((part) => [...part.rows]);
    const lines = rows.map((row) => [...row.cells].map((cell) => csvCell(cell.textContent.trim(), isNumber(cell))));
    return [head, ...lines].map((line) => `${line.join(",")}\n`).join("");
  };

  const copy = async (text: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // A browser that keeps the clipboard from a file still copies what is selected.
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };

  const makeCopyable = (table: HTMLTableElement): void => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy as CSV";
    button.addEventListener("click", () => {
      const csv = csvOf(table);
      void copy(csv).then(() => {
        button.textContent = "Copied";
        setTimeout(() => (button.textContent = "Copy as CSV"), 2000);
      });
    });
    const region = table.parentElement!;
    if (region.previousElementSibling?.tagName === "SUMMARY") region.before(button);
    else table.caption?.firstElementChild?.append(button);
  };

  const tip = document.createElement("div");
  tip.id = "tip";
  tip.setAttribute("role", "status");
  document.body.append(tip);
  let shown: Element | undefined;

  const show = (mark: SVGElement | undefined): void => {
    shown?.classList.remove("shown");
    shown = mark;
    tip.textContent = mark?.dataset["tip"] ?? "";
    if (!mark) return;
    mark.classList.add("shown");
    const { left, bottom } = mark.getBoundingClientRect();
    const most = document.documentElement.clientWidth - tip.offsetWidth - 8;
    tip.style.left = `${window.scrollX + Math.max(8, Math.min(left, most))}px`;
    tip.style.top = `${window.scrollY + bottom + 6}px`;
  };

  const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

  /** The titles that a pointer shows without a script become tips, which arrow keys show too. */
  const makeExplorable = (drawing: HTMLElement): void => {
    for (const title of drawing.querySelectorAll("svg * > title")) {
      const mark = title.parentElement as unknown as SVGElement;
      mark.dataset["tip"] = title.textContent;
      title.remove();
    }
    const marks = [...drawing.querySelectorAll<SVGElement>("[data-tip]")];
    if (marks.length === 0) return;
    drawing.tabIndex = 0;
    drawing.setAttribute("role", "group");
    drawing.setAttribute("aria-label", "Drawing: arrow keys go through its values");
    drawing.addEventListener("keydown", (event) => {
      const step = steps[event.key];
      if (event.key === "Escape") show(undefined);
      if (step === undefined) return;
      event.preventDefault();
      const at = marks.findIndex((mark) => mark === shown);
      const next = at < 0 ? (step > 0 ? 0 : marks.length - 1) : at + step;
      show(marks[Math.max(0, Math.min(marks.length - 1, next))]);
    });
    drawing.addEventListener("blur", () => show(undefined));
  };

  const unfoldTarget = (): void => {
    const target = document.getElementById(location.hash.slice(1));
    const folded = target?.closest<HTMLDetailsElement>("details:not([open])");
    if (!target || !folded) return;
    folded.open = true;
    target.scrollIntoView();
  };

  for (const table of document.querySelectorAll("table")) {
    makeSortable(table);
    makeCopyable(table);
  }
  for (const drawing of document.querySelectorAll<HTMLElement>(".drawing")) makeExplorable(drawing);
  document.addEventListener("pointerover", ({ target }) => {
    show((target instanceof Element ? target.closest<SVGElement>("[data-tip]") : null) ?? undefined);
  });
  window.addEventListener("hashchange", unfoldTarget);
  unfoldTarget();
  let unfolded: HTMLDetailsElement[] = [];
  window.addEventListener("beforeprint", () => {
    show(undefined);
    unfolded = [...document.querySelectorAll<HTMLDetailsElement>("details:not([open])")];
    for (const details of unfolded) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of unfolded) details.open = false;
  });
}
