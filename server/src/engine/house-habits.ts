import { CONSTRAINT_TEMPLATES, INDEX_TEMPLATES, type IndexExample, nameHabit } from "../project/naming.ts";
import type { Evidence } from "../project/project.ts";
import { caseHabit, tableHabit, type WordHabit } from "../project/word-style.ts";
import type { Constraint, ObjectName } from "../sql/statement.ts";
import { evidenceAt } from "./evidence-at.ts";
import type { HouseHabit, Migration } from "./house-habit.ts";
import { indexExample } from "./index-example.ts";
import { codeHabits } from "./migration-habits.ts";
import { wayUp } from "./way-up.ts";

/** A name that a migration gives. */
interface Given extends IndexExample {
  readonly place: () => Evidence;
}

interface Names {
  readonly tables: Given[];
  readonly columns: Given[];
  readonly indexes: Given[];
  readonly primaryKeys: Given[];
  readonly uniques: Given[];
  readonly foreignKeys: Given[];
  readonly checks: Given[];
}

/** The habits that migrations show, in the order of the history; none for what too few of them do. */
export function houseHabits(migrations: readonly Migration[]): readonly HouseHabit[] {
  const names: Names = {
    tables: [],
    columns: [],
    indexes: [],
    primaryKeys: [],
    uniques: [],
    foreignKeys: [],
    checks: [],
  };
  for (const migration of migrations) collect(migration, names);
  return [
    ...worded("tables", names.tables, tableHabit),
    ...worded("columns", names.columns, caseHabit),
    ...named("indexes", names.indexes, INDEX_TEMPLATES),
    ...(["primaryKeys", "uniques", "foreignKeys", "checks"] as const).flatMap((kind) =>
      named(kind, names[kind], CONSTRAINT_TEMPLATES[kind]),
    ),
    ...codeHabits(migrations),
  ];
}

function worded(
  name: string,
  given: readonly Given[],
  habitOf: (names: readonly string[]) => WordHabit | undefined,
): readonly HouseHabit[] {
  const habit = habitOf(given.map((one) => one.name));
  if (habit === undefined) return [];
  const example = given.findLast((one) => habit.test(one.name))?.place();
  return [{ name, says: habit.says, follow: habit.follow, of: given.length, example }];
}

function named(name: string, given: readonly Given[], templates: readonly string[]): readonly HouseHabit[] {
  const habit = nameHabit(given, templates);
  if (habit === undefined) return [];
  const example = given.findLast((one) => nameHabit([one, one], [habit.template]) !== undefined)?.place();
  return [{ name, says: habit.template, follow: habit.follow, of: given.length, example }];
}

function collect({ document, facts }: Migration, names: Names): void {
  const isUp = wayUp(document.segments, facts);
  let offset = 0;
  document.segments.forEach((segment, index) => {
    const start = offset;
    offset += segment.text.length;
    const statement = isUp(index) ? segment.parsed?.statement : undefined;
    if (statement === undefined) return;
    const place = (at: number) => () => evidenceAt(document, start + at);
    const example = indexExample(statement);
    if (example !== undefined) names.indexes.push({ ...example, place: place(statement.range.start) });
    if (
      statement.kind === "createTable" &&
      statement.partitionOf === undefined &&
      statement.persistence !== "temporary"
    ) {
      names.tables.push({
        table: "",
        columns: [],
        name: statement.name.name,
        place: place(statement.name.range.start),
      });
      for (const column of statement.columns) {
        names.columns.push({ table: "", columns: [], name: column.name.name, place: place(column.range.start) });
        for (const constraint of column.constraints)
          addConstraint(names, statement.name, constraint, [column.name.name], place);
      }
      for (const constraint of statement.constraints) addConstraint(names, statement.name, constraint, [], place);
    }
    if (statement.kind === "alterTable") {
      for (const action of statement.actions) {
        if (action.kind === "addConstraint") addConstraint(names, statement.name, action.constraint, [], place);
        if (action.kind === "addColumn") {
          const { column } = action;
          names.columns.push({ table: "", columns: [], name: column.name.name, place: place(column.range.start) });
        }
      }
    }
  });
}

/** Names that somebody chose: one that is left to Postgres tells nothing of the house. */
function addConstraint(
  names: Names,
  table: ObjectName,
  constraint: Constraint,
  inline: readonly string[],
  place: (at: number) => () => Evidence,
): void {
  if (constraint.name === undefined) return;
  const columns = "columns" in constraint ? constraint.columns.map(({ name }) => name) : [];
  const given = {
    table: table.name,
    columns: columns.length > 0 ? columns : inline,
    name: constraint.name.name,
    place: place(constraint.range.start),
  };
  if (constraint.kind === "primaryKey") names.primaryKeys.push(given);
  else if (constraint.kind === "unique") names.uniques.push(given);
  else if (constraint.kind === "foreignKey") names.foreignKeys.push(given);
  else if (constraint.kind === "check") names.checks.push(given);
}
