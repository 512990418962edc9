import { quotedName } from "../../catalog/quoted-name.ts";
import { defineRule, type Fix, type PrismaContext, type Report } from "../../engine/rule.ts";
import { columnName, databaseName, databaseSchema } from "../../prisma/database-names.ts";
import { prismaDatabase } from "../../prisma/datasource.ts";
import { insertIndexLine } from "../../prisma/insert-index-line.ts";
import { modelIndexes, type PrismaIndex } from "../../prisma/model-indexes.ts";
import type { PrismaModel, PrismaValue } from "../../prisma/prisma-schema.ts";
import { fieldNamed, type PrismaRelation, relationOf } from "../../prisma/relations.ts";

/** A relation of schema.prisma whose columns no index begins with. */
export default defineRule({
  id: "prisma-relation-without-index",
  group: "prisma",
  title: "Relation that no index serves",
  severity: "medium",
  tag: "confirmed",
  engines: ["postgres", "sqlite"],
  why: "Postgres and SQLite make no index for the referring side of a foreign key. Each DELETE or key UPDATE of a row that others refer to then reads their whole table, and so does following the relation back.",
  remedy: "Add an `@@index` that starts with the relation's fields.",
  sources: ["prisma-lint/require-field-index"],
  references: [
    "https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK",
    "https://www.sqlite.org/foreignkeys.html#fk_indexes",
    "https://www.prisma.io/docs/orm/prisma-schema/data-model/indexes",
  ],
  fixable: true,
  on: {
    prismaField(field, ctx) {
      const relation = relationOf(field);
      if (relation === undefined || ctx.model.kind === "view") return;
      const engine = prismaDatabase(ctx.schema).engine ?? ctx.file.engine.name;
      if (engine !== "postgres" && engine !== "sqlite") return;
      // A name that the model does not have is Prisma's own error.
      const known = relation.fields.every((name) => fieldNamed(ctx.model, name) !== undefined);
      if (relation.fields.length === 0 || !known) return;
      const indexes = modelIndexes(ctx.model).filter((index) => canServe(index, relation, ctx.model));
      if (indexes.some((index) => startsWithAll(index, relation))) return;
      const nearest = indexes.map((index) => sharedStart(index, relation)).sort((a, b) => b.length - a.length)[0] ?? [];
      const report = reportOf(relation, nearest, { ...ctx, engine });
      ctx.report({ ...report, range: relation.fieldsRange, fixes: field.broken ? [] : fixesFor(relation, ctx) });
    },
  },
});

/**
 * Whether look-ups by the relation's columns can use the index at all. Watched on Postgres 12, 16 and 18: the look-up
 * of a foreign key uses a B-tree, a hash index, and an index of the rows where the column is not null; it uses neither
 * BRIN nor an index of other rows.
 */
function canServe(index: PrismaIndex, relation: PrismaRelation, model: PrismaModel): boolean {
  if (index.kind === "fulltext") return false;
  if (index.where && !leavesOutNullsOnly(index.where, relation, model)) return false;
  return index.type === undefined || index.type === "BTree" || index.type === "Hash";
}

function leavesOutNullsOnly(where: PrismaValue, relation: PrismaRelation, model: PrismaModel): boolean {
  if (where.kind === "object") {
    return where.entries.every(({ name, value }) => name && relation.fields.includes(name) && isNotNull(value));
  }
  const condition = where.kind === "call" && where.name === "raw" ? where.args[0]?.value : undefined;
  const column = condition?.kind === "string" ? /^\s*"?(\w+)"? IS NOT NULL\s*$/i.exec(condition.value)?.[1] : undefined;
  return relation.fields.some((name) => column !== undefined && columnOf(model, name) === column);
}

function isNotNull(value: PrismaValue): boolean {
  if (value.kind !== "object" || value.entries.length !== 1) return false;
  const entry = value.entries[0];
  return entry?.name === "not" && entry.value.kind === "name" && entry.value.value === "null";
}

function startsWithAll(index: PrismaIndex, relation: PrismaRelation): boolean {
  return sharedStart(index, relation).length === new Set(relation.fields).size;
}

/** The columns that the index starts with as far as they are the relation's, in any order. */
function sharedStart(index: PrismaIndex, relation: PrismaRelation): readonly string[] {
  const names = index.columns.map((column) => column.field);
  const other = names.findIndex((name) => !relation.fields.includes(name));
  return other === -1 ? names : names.slice(0, other);
}

function reportOf(
  relation: PrismaRelation,
  nearest: readonly string[],
  ctx: PrismaContext & { readonly model: PrismaModel; readonly engine: "postgres" | "sqlite" },
): Pick<Report, "message" | "severity" | "tag"> {
  const owner = tableOf(ctx.model);
  const targetModel = ctx.schema.models.find((model) => model.name.text === relation.target);
  const target = targetModel ? tableOf(targetModel) : relation.target;
  const columns = columnsOf(ctx.model, relation.fields);
  const look = lookUpOf(target, ctx);
  const attribute = attributeFor(relation, ctx.model);
  if (nearest.length === 0) {
    const message = `No index on ${owner} starts with (${columns}), and ${look} reads all of ${owner} for rows that refer to it. Following the relation back from ${target} reads it all too, and the time grows with the table. Add ${attribute}.`;
    return { message };
  }
  const shared = columnsOf(ctx.model, nearest);
  const message = `Of (${columns}) the indexes on ${owner} start with no more than (${shared}), and ${look} reads every row of ${owner} with the same (${shared}) for those that refer to it. The schema does not say how many that is; where it is many, add ${attribute}.`;
  return { message, severity: "low", tag: "concern" };
}

/** Who looks for the referring rows, and when: the subject of "reads". */
function lookUpOf(target: string, ctx: PrismaContext & { readonly engine: "postgres" | "sqlite" }): string {
  if (prismaDatabase(ctx.schema).relationMode === "prisma") {
    return `with relationMode = "prisma" the database knows no foreign key: at each delete from ${target}, and each update of its key, Prisma Client's own look-up`;
  }
  const maker = ctx.engine === "postgres" ? "Postgres" : "SQLite";
  return `${maker} makes none for a foreign key: each DELETE from ${target}, and each UPDATE of its key,`;
}

function tableOf(model: PrismaModel): string {
  return quotedName(databaseSchema(model) ?? "public", databaseName(model));
}

function columnsOf(model: PrismaModel, names: readonly string[]): string {
  return names.map((name) => columnOf(model, name)).join(", ");
}

/** The line to add. An index on the same columns that does not serve has taken Prisma's name for it already. */
function attributeFor(relation: PrismaRelation, model: PrismaModel): string {
  const fields = relation.fields.join(", ");
  const isNamesake = (index: PrismaIndex) =>
    index.kind === "index" && index.map === undefined && index.columns.map(({ field }) => field).join(", ") === fields;
  if (!modelIndexes(model).some(isNamesake)) return `@@index([${fields}])`;
  const columns = relation.fields.map((name) => columnOf(model, name));
  return `@@index([${fields}], map: "${[databaseName(model), ...columns, "idx1"].join("_")}")`;
}

function fixesFor(relation: PrismaRelation, ctx: PrismaContext & { readonly model: PrismaModel }): readonly Fix[] {
  const attribute = attributeFor(relation, ctx.model);
  const edit = insertIndexLine(ctx.text, ctx.model, attribute);
  // Not to be accepted unseen: the next migration builds the index while writers to the table wait.
  return edit ? [{ title: `Add ${attribute}`, safe: false, edits: [edit] }] : [];
}

function columnOf(model: PrismaModel, name: string): string {
  const field = fieldNamed(model, name);
  return field ? columnName(field) : name;
}
