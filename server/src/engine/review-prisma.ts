import type { PrismaSchema } from "../prisma/prisma-schema.ts";
import type { FileFacts } from "../project/project.ts";
import type { Segment } from "../sql/segment.ts";
import type { EnabledRule } from "./enabled-rules.ts";
import type { Finding } from "./finding.ts";
import { placeReport, WHOLE_FILE } from "./place-report.ts";
import type { Report, Rule } from "./rule.ts";

/** A `schema.prisma` file to review. */
export interface PrismaInput {
  readonly text: string;
  readonly file: FileFacts;
  /** All files of the schema as one, this one included. */
  readonly schema: PrismaSchema;
  /** This file's part. */
  readonly own: PrismaSchema;
  readonly rules: readonly EnabledRule[];
  readonly onError: (error: unknown, rule: Rule, segment: Segment | undefined) => void;
}

/** Findings of a Prisma schema file before suppressions, in order of offset. */
export function reviewPrisma(input: PrismaInput): Finding[] {
  const { text, file, schema, own } = input;
  const findings: Finding[] = [];
  for (const enabled of input.rules) {
    const report = (said: Report) => void findings.push(placeReport(enabled, said, WHOLE_FILE));
    const ctx = { text, file, schema, options: enabled.options, report };
    const { on } = enabled.rule;
    for (const model of own.models) {
      try {
        on.prismaModel?.(model, ctx);
        for (const field of model.fields) on.prismaField?.(field, { ...ctx, model });
      } catch (error) {
        input.onError(error, enabled.rule, undefined);
      }
    }
  }
  return findings.sort((a, b) => a.range.start - b.range.start);
}
