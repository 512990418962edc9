import type { Column, Described, Relation } from "../../catalog/catalog.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import type { Pair } from "../../catalog/way-back/pair-up.ts";
import { commentsSql } from "../schema/comments-sql.ts";
import { printedName } from "../schema/listed-schema.ts";
import { shownText } from "../schema/shown-text.ts";
import { literal } from "../schema/type-sql.ts";
import type { TableWork } from "./column-work.ts";
import { missingTables } from "./make-steps.ts";
import type { Plan } from "./plan.ts";
import { keptViews } from "./rename-steps.ts";

/** What COMMENT ON and OWNER TO said. */
export function describedSteps(plan: Plan): readonly string[] {
  const { changes, there, viewsMade, typesRemade, kept } = plan;
  const types = [
    ...changes.types.flatMap(({ now, wanted }) => (now === undefined && wanted !== undefined ? [wanted] : [])),
    ...typesRemade.map(({ wanted }) => wanted),
  ];
  const tables = missingTables(plan);
  const columns = [...tables.flatMap((table) => table.columns), ...kept.flatMap(({ added }) => added)];
  const identities = columns.flatMap((column) => identitySequence(plan, column));
  const made = { ...there, tables, views: viewsMade, types, sequences: identities };
  return [
    ...commentsSql(made),
    ...kept.flatMap(tableDescribed),
    ...keptViews(plan).flatMap((pair) => described(pair.wanted.kind.toUpperCase(), printedName(pair.wanted), pair)),
    ...keptViews(plan).flatMap(({ now, wanted }) =>
      (wanted.columns ?? []).flatMap((column, at) =>
        commented(`COLUMN ${printedName(wanted)}.${quoteIdentifier(column.name)}`, now.columns?.[at], column),
      ),
    ),
    ...[...missingTables(plan), ...viewsMade].flatMap((made) =>
      owned(made.kind.toUpperCase(), printedName(made), undefined, made),
    ),
    ...changes.types
      .filter(({ wanted }) => wanted !== undefined && !types.includes(wanted))
      .flatMap((pair) => describedPair(pair.wanted?.form === "domain" ? "DOMAIN" : "TYPE", pair)),
    ...changes.sequences.flatMap(({ now, wanted }) =>
      describedPair("SEQUENCE", { now: now?.entry, wanted: wanted?.entry }),
    ),
    ...changes.routines.flatMap(({ now, wanted }) => {
      if (wanted === undefined) return [];
      const name = `${printedName(wanted.entry)}${wanted.key.slice(wanted.key.indexOf("("))}`;
      return described(wanted.entry.routine.toUpperCase(), name, { now: now?.entry, wanted: wanted.entry });
    }),
    ...changes.schemas.flatMap(({ now, wanted }) =>
      wanted === undefined ? [] : described("SCHEMA", quoteIdentifier(wanted.name), { now, wanted }),
    ),
    ...changes.statistics.flatMap((pair) => describedPair("STATISTICS", pair)),
    ...changes.publications.flatMap(({ now, wanted }) =>
      wanted === undefined ? [] : described("PUBLICATION", quoteIdentifier(wanted.name), { now, wanted }),
    ),
    ...changes.extensions.flatMap(({ now, wanted }) =>
      wanted === undefined ? [] : commented(`EXTENSION ${quoteIdentifier(wanted.name)}`, now, wanted),
    ),
  ];
}

/** The sequence that an identity brings along, which is made with no step of its own. */
function identitySequence({ wanted }: Plan, { identity, ownedSequence }: Column): readonly Relation[] {
  const sequence = identity === undefined || ownedSequence === undefined ? undefined : wanted.get(ownedSequence);
  return sequence?.kind === "sequence" ? [sequence] : [];
}

function describedPair(
  kind: string,
  { now, wanted }: Pair<Described & { readonly schema: string; readonly name: string }>,
) {
  return wanted === undefined ? [] : described(kind, printedName(wanted), { now, wanted });
}

function described(
  kind: string,
  name: string,
  { now, wanted }: { readonly now: Described | undefined; readonly wanted: Described },
): readonly string[] {
  return [...commented(`${kind} ${name}`, now, wanted), ...owned(kind, name, now, wanted)];
}

function commented(what: string, now: Pick<Described, "comment"> | undefined, wanted: Pick<Described, "comment">) {
  if (now?.comment === wanted.comment) return [];
  return [`COMMENT ON ${what} IS ${wanted.comment === undefined ? "NULL" : literal(shownText(wanted.comment))};`];
}

function owned(kind: string, name: string, now: Described | undefined, wanted: Described): readonly string[] {
  if (wanted.owner === undefined || now?.owner === wanted.owner) return [];
  return [`ALTER ${kind} ${name} OWNER TO ${quoteIdentifier(wanted.owner)};`];
}

/** Constraints and indexes that were made anew have no comment yet. */
function tableDescribed({ now, wanted, ...work }: TableWork): readonly string[] {
  const name = printedName(wanted);
  const on = (kind: string, part: { readonly name: string }) => `${kind} ${quoteIdentifier(part.name)} ON ${name}`;
  const parts = <Part extends Pick<Described, "comment"> & { readonly name: string }>(
    pairs: readonly Pair<Part>[],
    what: (part: Part) => string,
  ) =>
    pairs.flatMap(({ now: here, wanted: there }) => (there === undefined ? [] : commented(what(there), here, there)));
  const columns = [...work.altered, ...work.added.map((column) => ({ now: undefined, wanted: column }))];
  const backing = work.constraints.flatMap(({ wanted: made }) =>
    wanted.indexes.filter(
      (index) =>
        made !== undefined && index.constraint === made.name && !work.indexes.some((pair) => pair.wanted === index),
    ),
  );
  return [
    ...described("TABLE", name, { now, wanted }),
    ...parts(columns, (column) => `COLUMN ${name}.${quoteIdentifier(column.name)}`),
    ...parts(work.constraints, (part) => on("CONSTRAINT", part)),
    ...parts(work.indexes, (part) => `INDEX ${printedName({ schema: wanted.schema, name: part.name })}`),
    ...parts(
      backing.map((index) => ({ now: now.indexes.find(({ id }) => id === index.id), wanted: index })),
      (part) => `INDEX ${printedName({ schema: wanted.schema, name: part.name })}`,
    ),
    ...parts(work.triggers, (part) => on("TRIGGER", part)),
    ...parts(work.policies, (part) => on("POLICY", part)),
    ...parts(work.rules, (part) => on("RULE", part)),
  ];
}
