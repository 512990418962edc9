import type { Node } from "libpg-query";
import type { AlterSequence, ObjectName, SequenceNumbers } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { qualifierAt, stringsOf } from "./names.ts";
import { skipWords, tokenAt } from "./tokens.ts";
import { typeName } from "./type-name.ts";

/** What a sequence's options say of its owner, its type and its numbers. */
export function sequenceOptions(
  source: StatementSource,
  options: readonly Node[] | undefined,
): Pick<AlterSequence, "ownedBy" | "type" | "numbers"> {
  let found: Pick<AlterSequence, "ownedBy" | "type"> = {};
  for (const option of options ?? []) {
    if (!("DefElem" in option)) continue;
    const { defname, arg, location } = option.DefElem;
    if (defname === "as" && arg && "TypeName" in arg) found = { ...found, type: typeName(source, arg.TypeName) };
    if (defname !== "owned_by" || !arg || !("List" in arg)) continue;
    const parts = stringsOf(arg.List.items);
    const first = skipWords(source, tokenAt(source, location), "owned", "by");
    // Postgres takes one part alone for NONE and nothing else.
    const ownedBy =
      parts.length < 2 ? "none" : { table: qualifierAt(source, first, parts), column: parts.at(-1) ?? "" };
    found = { ...found, ownedBy };
  }
  const numbers = sequenceNumbers(options);
  return { ...found, ...(numbers && { numbers }) };
}

/** What options say of a sequence's numbers; undefined where they say nothing of them. */
export function sequenceNumbers(options: readonly Node[] | undefined): SequenceNumbers | undefined {
  let numbers: SequenceNumbers | undefined;
  for (const option of options ?? []) {
    if (!("DefElem" in option)) continue;
    const { defname = "", arg } = option.DefElem;
    const field = FIELDS[defname];
    if (field !== undefined) numbers = { ...numbers, [field]: arg === undefined ? null : numberOf(arg) };
    if (defname === "cycle")
      numbers = { ...numbers, cycle: arg !== undefined && "Boolean" in arg && arg.Boolean.boolval === true };
  }
  return numbers;
}

/** The name that SEQUENCE NAME gives an identity's sequence. */
export function sequenceName(options: readonly Node[] | undefined): Pick<ObjectName, "schema" | "name"> | undefined {
  for (const option of options ?? []) {
    if (!("DefElem" in option) || option.DefElem.defname !== "sequence_name") continue;
    const { arg } = option.DefElem;
    const parts = arg && "List" in arg ? stringsOf(arg.List.items) : [];
    return { schema: parts.at(-2), name: parts.at(-1) ?? "" };
  }
  return undefined;
}

const FIELDS: Readonly<Record<string, keyof SequenceNumbers>> = {
  increment: "increment",
  minvalue: "minValue",
  maxvalue: "maxValue",
  start: "start",
  cache: "cache",
};

function numberOf(arg: Node): string {
  if ("Float" in arg) return arg.Float.fval ?? "0";
  return "Integer" in arg ? String(arg.Integer.ival ?? 0) : "0";
}
