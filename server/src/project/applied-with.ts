import { nameOf } from "./paths.ts";
import type { History } from "./project.ts";
import { leadingDigits } from "./tools/tool.ts";

const byNumberOf = new WeakMap<History, ReadonlyMap<string, readonly string[]>>();

/**
 * The other files of a history of numbered files that bear the same number: `22.all.sql` and `22.primary_only.sql` are
 * one step. Tools number each migration apart.
 */
export function appliedWith(history: History, path: string): readonly string[] {
  const digits = history.tool === "plain" ? leadingDigits(nameOf(path)) : undefined;
  if (digits === undefined) return [];
  const byNumber = byNumberOf.get(history) ?? numbered(history);
  byNumberOf.set(history, byNumber);
  return (byNumber.get(digits) ?? []).filter((other) => other !== path);
}

function numbered({ files }: History): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const file of files) {
    const digits = leadingDigits(nameOf(file)) ?? "";
    const known = found.get(digits);
    if (known === undefined) found.set(digits, [file]);
    else known.push(file);
  }
  return found;
}
