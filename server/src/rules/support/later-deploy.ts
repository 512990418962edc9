import type { SqlContext } from "../../engine/rule.ts";

/** Whether a comment above the statement says that it belongs to a deploy after the first, as rewrites write it: `Deploy 2 of 2.` */
export function isOfLaterDeploy({ text, statement }: SqlContext): boolean {
  const above = text.slice(0, statement.range.start);
  return above.split("\n").some((line) => /\bdeploy +[2-9]\b/i.test(line.slice(0, LONGEST_LINE)));
}

const LONGEST_LINE = 200;
