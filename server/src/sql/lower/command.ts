import type { Node } from "libpg-query";
import type { Range } from "../../text/range.ts";
import type { OtherStatement } from "../statement.ts";
import type { StatementSource } from "../statement-source.ts";
import { namePartsOf, unlocatedName, withSignature } from "./object-kind.ts";
import { namedRelations } from "./relations.ts";
import { wordAt } from "./tokens.ts";

/** A statement that has no word of its own. */
export function otherStatement(source: StatementSource, node: Node, range: Range): OtherStatement {
  return {
    kind: "other",
    range,
    node: Object.keys(node)[0] ?? "",
    command: commandOf(source),
    relations: namedRelations(source, node),
    ...alteredRoutine(source, node),
  };
}

function alteredRoutine(source: StatementSource, node: Node): Pick<OtherStatement, "routine"> {
  if (!("AlterFunctionStmt" in node) || node.AlterFunctionStmt.func === undefined) return {};
  const { objtype, func } = node.AlterFunctionStmt;
  const routine: Node = { ObjectWithArgs: func };
  const name = unlocatedName(source, objtype, false, namePartsOf(routine));
  return { routine: { name, ...withSignature(source, routine) } };
}

/** First words that name no command without the words after them. */
const definitionVerbs: ReadonlySet<string> = new Set(["create", "alter", "drop"]);

/** Words between CREATE and the kind of object that people leave out. */
const passedOver: ReadonlySet<string> = new Set(["or", "replace", "trusted", "procedural", "temp", "temporary"]);

/** What goes on in a second or third word, given the words before it. */
const longer: ReadonlySet<string> = new Set([
  "access method",
  "constraint trigger",
  "default privileges",
  "event trigger",
  "foreign data",
  "foreign data wrapper",
  "foreign table",
  "large object",
  "materialized view",
  "operator class",
  "operator family",
  "text search",
  "text search configuration",
  "text search dictionary",
  "text search parser",
  "text search template",
  "user mapping",
  "comment on",
  "discard all",
  "import foreign",
  "import foreign schema",
  "lock table",
  "reassign owned",
  "refresh materialized",
  "refresh materialized view",
  "security label",
  "set constraints",
  "set session",
  "set session characteristics",
  "set transaction",
]);

/** The command for people, in capitals: CREATE FUNCTION, REFRESH MATERIALIZED VIEW. */
function commandOf(source: StatementSource): string {
  const verb = wordAt(source, 0);
  if (!definitionVerbs.has(verb)) return phraseAt(source, 0).toUpperCase();
  let next = 1;
  while (passedOver.has(wordAt(source, next))) next++;
  return `${verb} ${phraseAt(source, next)}`.trim().toUpperCase();
}

function phraseAt(source: StatementSource, first: number): string {
  let phrase = wordAt(source, first);
  for (let next = first + 1; longer.has(`${phrase} ${wordAt(source, next)}`); next++)
    phrase += ` ${wordAt(source, next)}`;
  return phrase;
}
