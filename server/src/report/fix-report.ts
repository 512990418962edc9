import type { FixedFiles } from "../engine/fix-files.ts";
import { SEVERITIES } from "../project/config.ts";
import { escapeTerminal } from "../text/escape-terminal.ts";
import { maskSecrets } from "../text/secrets.ts";
import { lineDiff } from "./line-diff.ts";
import { summaryOf } from "./lint-json.ts";
import type { Paint } from "./paint.ts";
import { plural } from "./plural.ts";
import { printJson } from "./print-json.ts";

/** Whether the files were written, or only what would be written is shown. */
export type Written = "written" | "not written";

/** The document that `fix --format json` prints. */
export function fixJson(fixed: FixedFiles, path: (absolute: string) => string, written: Written): string {
  return printJson({
    version: 1,
    written: written === "written",
    fixes: fixed.applied.map(({ path: file, rule, title, at }) => ({
      path: path(file),
      rule,
      title,
      line: at.line + 1,
      column: at.character + 1,
    })),
    changes: fixed.changed.map((file) => ({ path: path(file.path), text: file.after })),
    creates: fixed.created.map((file) => ({ path: path(file.path), text: file.text })),
    refused: fixed.refused.map((one) => ({ path: path(one.path), title: one.title, reason: one.reason })),
    summary: summaryOf(fixed.left),
  });
}

/** How a report is shown. */
interface Style {
  path(absolute: string): string;
  readonly paint: Paint;
}

/** What `fix` did, as a person reads it; where nothing was written, also what would be, line by line. */
export function fixText(fixed: FixedFiles, style: Style, written: Written): string {
  const { path, paint } = style;
  const fixes = fixed.applied.map(({ path: file, rule, title, at }) => {
    const place = paint("place", `${escapeTerminal(path(file))}:${at.line + 1}:${at.character + 1}`);
    return `${place}  ${paint("rule", rule)}  ${paint("fix", escapeTerminal(title))}`;
  });
  const created = fixed.created.map(({ path: file }) => {
    const word = written === "written" ? "created" : "to be created";
    return `${paint("place", escapeTerminal(path(file)))}  ${paint("fix", word)}`;
  });
  const refused = fixed.refused.map(({ path: file, title, reason }) => {
    return `${paint("place", escapeTerminal(path(file)))}  ${escapeTerminal(`${title}: not done, ${reason}`)}`;
  });
  const listing = written === "written" ? [] : changesText(fixed, style);
  return [...fixes, ...created, ...refused, ...listing, summaryText(fixed, written)].join("\n");
}

function changesText({ changed, created }: FixedFiles, { path, paint }: Style): readonly string[] {
  const files = [...changed, ...created.map((file) => ({ path: file.path, before: undefined, after: file.text }))];
  return files.flatMap((file) => {
    const name = escapeTerminal(path(file.path));
    const hunks = lineDiff(file.before ?? "", file.after).map((hunk) => [
      paint("quiet", "@@"),
      ...hunk.map(({ mark, text }) => {
        const line = `${mark}${escapeTerminal(maskSecrets(text))}`;
        return mark === " " ? line : paint(mark === "+" ? "fix" : "high", line);
      }),
    ]);
    const from = file.before === undefined ? "/dev/null" : name;
    return ["", paint("place", `--- ${from}`), paint("place", `+++ ${name}`), ...hunks.flat()];
  });
}

function summaryText({ applied, changed, created, left }: FixedFiles, written: Written): string {
  const summary = summaryOf(left);
  const counts = SEVERITIES.filter((severity) => summary[severity] > 0).map(
    (severity) => `${summary[severity]} ${severity}`,
  );
  const rest = counts.length === 0 ? "nothing is left" : `left: ${counts.join(", ")}`;
  const made = created.length === 0 ? "" : `, ${created.length} created`;
  const files = `${plural(changed.length, "file")} ${written === "written" ? "changed" : "to change"}${made}`;
  return `${applied.length === 0 ? "" : "\n"}${applied.length} ${applied.length === 1 ? "fix" : "fixes"}, ${files}; ${rest}`;
}
