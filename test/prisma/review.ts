import type { Report, Rule } from "../../server/src/engine/rule.ts";
import { mergePrisma } from "../../server/src/prisma/merge-prisma.ts";
import { parsePrisma } from "../../server/src/prisma/parse-prisma.ts";
import type { Engine, FileFacts } from "../../server/src/project/project.ts";
import { applyEdits } from "../../server/src/text/text-edit.ts";

/** A finding in brief: what is underlined, and the report itself. */
export interface Found {
  readonly underlined: string;
  readonly report: Report;
}

/** What the rule says of the text, which other files of the same schema may complete. The engine counts where no file has a datasource. */
export function review(rule: Rule, text: string, around?: { others?: readonly string[]; engine?: Engine }): Found[] {
  const own = parsePrisma(text);
  const schema = mergePrisma([own, ...(around?.others ?? []).map(parsePrisma)]);
  const found: Found[] = [];
  const report = (said: Report) =>
    void found.push({ underlined: text.slice(said.range.start, said.range.end), report: said });
  const ctx = { text, schema, file: factsFor(around?.engine ?? "postgres"), options: {}, report };
  for (const model of own.models) {
    rule.on.prismaModel?.(model, ctx);
    for (const field of model.fields) rule.on.prismaField?.(field, { ...ctx, model });
  }
  return found;
}

/** What is underlined, finding by finding. */
export function underlined(...args: Parameters<typeof review>): string[] {
  return review(...args).map((found) => found.underlined);
}

/** The text after the first fix of each finding. Throws where a finding has none. */
export function fixed(rule: Rule, text: string): string {
  const edits = review(rule, text).map(({ report }) => {
    const fix = report.fixes?.[0];
    if (fix === undefined) throw new Error(`no fix: ${report.message}`);
    return fix.edits;
  });
  return applyEdits(text, edits.flat());
}

function factsFor(name: Engine): FileFacts {
  return {
    path: "prisma/schema.prisma",
    engine: { name, version: 14, assumed: true, evidence: [], versionFrom: undefined },
    tool: "prisma",
    folder: undefined,
    transaction: "none",
    optsOut: false,
    wayOut: undefined,
    direction: "up",
  };
}
