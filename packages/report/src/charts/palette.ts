/** The report's colours in both colour schemes, as CSS custom properties that the page and its drawings share. */
import type { ColourSlot } from "../document.js";

/** Light and dark value of each colour; text colours reach a contrast of 4.5 on their backgrounds, marks 3. */
const colours = {
  background: ["#ffffff", "#14181d"],
  surface: ["#f5f7f9", "#1c2228"],
  text: ["#1b2027", "#e4e8ed"],
  muted: ["#56616d", "#9ba7b4"],
  line: ["#d9dfe5", "#333c46"],
  grid: ["#e8ecf0", "#262e36"],
  link: ["#0a58b5", "#7ab8ff"],
  warning: ["#8a5200", "#e8b455"],
  warningSurface: ["#fdf5e3", "#2b2517"],
  failure: ["#b3261e", "#ff938a"],
  series0: ["#c2410c", "#ff9a5c"],
  series1: ["#0f7a5a", "#45cfa2"],
  series2: ["#1d5fd1", "#74aeff"],
  series3: ["#8a3ffc", "#c09bff"],
  series4: ["#b0256f", "#ff8cc3"],
  series5: ["#7a6400", "#dcc04a"],
  series6: ["#0b7285", "#5bd0e6"],
  series7: ["#5c6670", "#aab4bf"],
} as const;

export type ColourName = keyof typeof colours;

const seriesNames = ["series0", "series1", "series2", "series3", "series4", "series5", "series6", "series7"] as const;

/** `var(--text)`: usable wherever CSS and SVG take a colour. */
export function colour(name: ColourName): string {
  return `var(--${name})`;
}

/** The colour of a network's slot; slots past the palette share the last. */
export function seriesColour(slot: ColourSlot): string {
  return colour(seriesNames[slot] ?? "series7");
}

/** Every custom property with the values of one scheme. */
export function declareColours(scheme: "light" | "dark"): string {
  return Object.entries(colours)
    .map(([name, [light, dark]]) => `--${name}:${scheme === "light" ? light : dark}`)
    .join(";");
}
