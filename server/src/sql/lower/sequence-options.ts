import type { Node } from "libpg-query";
import type { AlterSequence } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { qualifierAt, stringsOf } from "./names.ts";
import { skipWords, tokenAt } from "./tokens.ts";
import { typeName } from "./type-name.ts";

/** What a sequence's options say of its owner and its type. */
export function sequenceOptions(
  source: StatementSource,
  options: readonly Node[] | undefined,
): Pick<AlterSequence, "ownedBy" | "type"> {
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
  return found;
}
