import { usualStorage } from "../../catalog/column-settings.ts";
import { typeText } from "../../catalog/column-type.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { printedName } from "../schema/listed-schema.ts";
import { literal } from "../schema/type-sql.ts";
import type { Loss } from "./loss.ts";
import { missingTables } from "./make-steps.ts";
import type { Plan } from "./plan.ts";
import { routinesUnknown } from "./routine-steps.ts";
import { holdsAll } from "./type-cast.ts";
import { enumsWithMoreValues } from "./type-steps.ts";

/** What the way back between two schemas cannot bring: values that went with what held them, words that no file holds. */
export function schemaLosses(plan: Plan): readonly Loss[] {
  return [
    ...lostRows(plan),
    ...lostValues(plan),
    ...unknownParts(plan),
    ...unknownOwners(plan),
    ...unknownStorage(plan),
    ...ownColumns(plan),
  ];
}

/** What the rollback itself throws away: what was written since into what it takes out. */
export function discarded({ changes, kept }: Plan): readonly string[] {
  return [
    ...changes.tables.flatMap(({ now, wanted }) =>
      now !== undefined && wanted === undefined ? [`all rows of ${printedName(now)}`] : [],
    ),
    ...kept.flatMap(({ now, dropped }) =>
      dropped.flatMap(({ name, generated }) =>
        generated === undefined ? [`the values of ${printedName(now)}.${quoteIdentifier(name)}`] : [],
      ),
    ),
  ];
}

/** How the values of another type than Postgres's own are stored is that type's affair. */
function unknownStorage({ kept }: Plan): readonly Loss[] {
  return kept.flatMap(({ wanted: table, settings }) =>
    settings.flatMap(({ now, wanted }) =>
      now.storage !== undefined && wanted.storage === undefined && usualStorage(wanted) === undefined
        ? [
            loss(
              "setting",
              `${printedName(table)}.${quoteIdentifier(wanted.name)} keeps the storage ${now.storage}: what its type has is not known.`,
            ),
          ]
        : [],
    ),
  );
}

/** NO INHERIT makes what was inherited a table's own, and INHERIT leaves it so: DROP COLUMN on the parent passes it by. Watched on 12 and 18. */
function ownColumns({ changes: { twins }, kept, there }: Plan): readonly Loss[] {
  return kept.flatMap(({ now, wanted }) => {
    const had = now.parents.map(twins.keyOf);
    const left = wanted.parents.filter((key) => key !== wanted.partitionOf && !had.includes(key));
    return left.map((key) =>
      loss(
        "setting",
        `What ${printedName(wanted)} had from ${there.nameOf(key)} stays its own where that drops it: NO INHERIT made it so.`,
      ),
    );
  });
}

function loss(kind: Loss["kind"], words: string): Loss {
  return { kind, words, statement: undefined };
}

function lostRows(plan: Plan): readonly Loss[] {
  const replaced = plan.kept.filter(({ now, wanted }) => now.id !== wanted.id);
  return [
    ...[...missingTables(plan), ...replaced.map(({ wanted }) => wanted)].map((table) =>
      loss("data", `The rows of ${printedName(table)} are gone: the table comes back without them.`),
    ),
    ...plan.changes.sequences.flatMap(({ now, wanted }) =>
      now === undefined && wanted !== undefined
        ? [loss("data", `The sequence ${printedName(wanted.entry)} counts from its start again.`)]
        : [],
    ),
  ];
}

function lostValues({ kept }: Plan): readonly Loss[] {
  return kept.flatMap(({ wanted, added, altered }) => {
    const name = (column: { readonly name: string }) => `${printedName(wanted)}.${quoteIdentifier(column.name)}`;
    return [
      ...added
        .filter(({ generated }) => generated === undefined)
        .map((column) => loss("data", `The values of ${name(column)} are gone: the column comes back without them.`)),
      ...altered
        .filter((pair) => pair.wanted.generated === undefined && !holdsAll(pair.now, pair.wanted))
        .map((pair) =>
          loss(
            "data",
            `The values of ${name(pair.wanted)} were converted from ${typeText(pair.wanted)} to ${typeText(pair.now)}: what that took off does not come back.`,
          ),
        ),
    ];
  });
}

function unknownParts(plan: Plan): readonly Loss[] {
  return [
    ...enumsWithMoreValues(plan).map(({ type, values }) =>
      loss(
        "schema",
        `${printedName(type)} keeps ${values.map(literal).join(", ")}: Postgres takes no value out of an enum. Old code is not troubled by it, for it never writes it.`,
      ),
    ),
    ...routinesUnknown(plan).map((routine) =>
      loss("schema", `The ${routine.routine} ${printedName(routine)} does not come back: no file holds its words.`),
    ),
    ...missingTables(plan)
      .filter(({ tableKind, columnsKnown }) => tableKind === "foreign" || !columnsKnown)
      .map((table) =>
        loss("schema", `${printedName(table)} does not come back as it was: its definition is not known.`),
      ),
  ];
}

function unknownOwners({ changes, kept }: Plan): readonly Loss[] {
  const pairs = [...kept, ...changes.types, ...changes.schemas];
  return pairs.flatMap(({ now, wanted }) =>
    now?.owner !== undefined && wanted !== undefined && wanted.owner === undefined
      ? [
          loss(
            "setting",
            `${"schema" in wanted ? printedName(wanted) : quoteIdentifier(wanted.name)} keeps its owner ${now.owner}: no file says whose it was.`,
          ),
        ]
      : [],
  );
}
