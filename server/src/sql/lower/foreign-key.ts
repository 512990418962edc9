import type { ForeignKey, Identifier, ReferentialAction } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import type { PlacedConstraint } from "./constraint.ts";
import { identifiersIn, nameEnd, relationName, stringsOf } from "./names.ts";
import { rangeOf, tokenAt } from "./tokens.ts";

/** The letters of `pg_constraint.confupdtype`, which the parser uses too. */
const actions: Readonly<Record<string, ReferentialAction>> = {
  a: "NO ACTION",
  r: "RESTRICT",
  c: "CASCADE",
  n: "SET NULL",
  d: "SET DEFAULT",
};

/** `FOREIGN KEY (…) REFERENCES …`, or `REFERENCES …` at a column. */
export function foreignKey(source: StatementSource, placed: PlacedConstraint): ForeignKey {
  const { node, form, column, name, words, range, deferrable, notValid, notEnforced } = placed;
  const inline = form === "inline";
  const afterTable = nameEnd(source, tokenAt(source, node.pktable?.location)) + 1;
  return {
    kind: "foreignKey",
    form,
    name,
    range,
    columns: inline ? inlineColumns(column) : identifiersIn(source, words.first + 2, stringsOf(node.fk_attrs), "last"),
    references: {
      table: relationName(source, node.pktable),
      columns: node.pk_attrs ? identifiersIn(source, afterTable, stringsOf(node.pk_attrs), "last") : [],
    },
    onDelete: actions[node.fk_del_action ?? "a"] ?? "NO ACTION",
    onUpdate: actions[node.fk_upd_action ?? "a"] ?? "NO ACTION",
    notValid,
    notEnforced,
    deferrable,
    keyword: rangeOf(source, { first: words.first, last: inline ? words.first : words.first + 1 }),
  };
}

function inlineColumns(column: Identifier | undefined): readonly Identifier[] {
  return column ? [column] : [];
}
