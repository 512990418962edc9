import { serialType } from "../../catalog/column-type.ts";
import { findRoutine } from "../../catalog/routines.ts";
import { isConstrainedDomain } from "../../effects/type-change.ts";
import { unknownCall, volatilityOf } from "../../effects/volatility.ts";
import type { ActionContext, Edit } from "../../engine/rule.ts";
import type { AddColumn, Constraint, DefaultClause, GeneratedClause, IdentityClause } from "../../sql/statement.ts";
import type { Range } from "../../text/range.ts";

/** Why ADD COLUMN writes every row, and the words of it that say so. */
export type RewriteCause =
  | { readonly kind: "serial"; readonly range: Range; readonly integer: string }
  | { readonly kind: "identity"; readonly range: Range; readonly clause: IdentityClause }
  | { readonly kind: "stored"; readonly range: Range; readonly clause: GeneratedClause }
  | { readonly kind: "domain"; readonly range: Range }
  | {
      readonly kind: "default";
      readonly range: Range;
      readonly clause: DefaultClause;
      readonly unknown: string | undefined;
    };

/** The cause; undefined where the text shows none. */
export function rewriteCause({ column }: AddColumn, { before, file }: ActionContext): RewriteCause | undefined {
  const { type, constraints } = column;
  const serial = type && serialType(type);
  if (type !== undefined && serial !== undefined) {
    return { kind: "serial", range: type.range, integer: INTEGERS[serial] ?? "bigint" };
  }
  const identity = find(constraints, "identity");
  if (identity !== undefined) return { kind: "identity", range: identity.range, clause: identity };
  const stored = find(constraints, "generated");
  if (stored?.storage === "stored") return { kind: "stored", range: stored.range, clause: stored };
  if (type !== undefined && isConstrainedDomain({ reader: before, version: file.engine.version }, type)) {
    return { kind: "domain", range: type.range };
  }
  const clause = find(constraints, "default");
  if (clause === undefined) return undefined;
  const { text } = clause.expression;
  const volatility = volatilityOf(text);
  if (volatility === "same for all rows") return undefined;
  const unknown = volatility === "unknown" ? unknownCall(text) : undefined;
  // What a file says of its own function is known.
  const made = unknown === undefined ? undefined : findRoutine(before, { schema: undefined, name: unknown }, undefined);
  if (made === undefined) return { kind: "default", range: clause.range, clause, unknown };
  if (made.entry.volatility !== "volatile") return undefined;
  return { kind: "default", range: clause.range, clause, unknown: undefined };
}

const INTEGERS: Readonly<Record<string, string>> = { int2: "smallint", int4: "integer", int8: "bigint" };

/** The first of the column's constraints of the kind. */
function find<Kind extends Constraint["kind"]>(
  constraints: readonly Constraint[],
  kind: Kind,
): Extract<Constraint, { kind: Kind }> | undefined {
  return constraints.find((each): each is Extract<Constraint, { kind: Kind }> => each.kind === kind);
}

/** The edits that take constraints off a column's definition, each with the space before it. */
export function withoutConstraints(removed: readonly Constraint[], text: string): readonly Edit[] {
  return removed.map(({ range: { start, end } }) => {
    const before = text.slice(0, start);
    return { range: { start: before.trimEnd().length, end }, text: "" };
  });
}
