import { styleText } from "node:util";
import { type Paint, type Part, unpainted } from "../report/paint.ts";

const STYLES: Readonly<Record<Part, Parameters<typeof styleText>[0]>> = {
  critical: ["red", "bold"],
  high: "red",
  medium: "yellow",
  low: "blue",
  nit: "gray",
  place: "bold",
  rule: "cyan",
  fix: "green",
  quiet: "gray",
};

/** Colours where standard output is a terminal that shows them and nobody asked for none (<https://no-color.org>). */
export function terminalPaint(): Paint {
  const { NO_COLOR, TERM } = process.env;
  if (!process.stdout.isTTY || (NO_COLOR !== undefined && NO_COLOR !== "") || TERM === "dumb") return unpainted;
  return (part, text) => styleText(STYLES[part], text);
}
