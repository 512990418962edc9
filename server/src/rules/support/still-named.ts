import { tableAt } from "../../catalog/resolve.ts";
import { membersOf } from "../../catalog/schema-members.ts";
import type { RelatedPlace, Report, SqlContext } from "../../engine/rule.ts";
import type { MigrationTool } from "../../project/project.ts";

/** What is dropped, as messages and as source code write it. */
interface Dropped {
  /** As messages write it. */
  readonly shown: string;
  readonly schema: string;
  readonly table: string;
  readonly column?: string;
}

/** What source code says of it: a sentence, and how grave that makes the finding. */
interface Naming extends Required<Pick<Report, "severity" | "tag" | "related">> {
  readonly sentence: string;
}

/**
 * Where source code of the workspace still names what is dropped. Where nothing tells, a migration that does only this is
 * taken for the last step that it should be.
 */
export function stillNamed(ctx: SqlContext, dropped: Dropped, does: "only this" | "more"): Naming {
  const { shown, table, column } = dropped;
  // Scripts that belong to no history tear down and set up; nobody runs code against what is between.
  if (ctx.file.folder === undefined) return { sentence: "", severity: "low", tag: "concern", related: [] };
  const { searched, files, places } = ctx.mentions(column === undefined ? { table } : { table, column });
  const [first] = places;
  if (first !== undefined && !isOthersToo(ctx, dropped)) {
    const more = files > 1 ? `, and ${files - 1} more ${files === 2 ? "file does" : "files do"}` : "";
    return {
      sentence: `${first.shown}:${first.line} still names ${shown}${more}.`,
      severity: "high",
      tag: "confirmed",
      related: places.map(({ path, range }): RelatedPlace => ({ path, range, message: `Still names ${shown}` })),
    };
  }
  if (first === undefined && searched > 0) {
    const looked = searched === 1 ? "The one source file" : `None of the ${searched} source files`;
    const sentence = `${looked} here ${searched === 1 ? "does not name" : "names"} ${shown}; what is deployed now may.`;
    return { sentence, severity: "low", tag: "concern", related: [] };
  }
  return { sentence: "", severity: does === "more" ? "medium" : "low", tag: "concern", related: [] };
}

/** Whether the words that were found may mean something that stays: the table made anew, or another table's column. */
function isOthersToo({ final }: SqlContext, { schema, table, column }: Dropped): boolean {
  const tables = membersOf(final, schema).flatMap((key) => tableAt(final, key) ?? []);
  return tables.some(({ name, columns }) =>
    column === undefined ? name === table : columns.some((other) => other.name === column),
  );
}

const NAMING_ALL_COLUMNS: Partial<Record<MigrationTool, string>> = {
  prisma: "the Prisma client",
  drizzle: "drizzle",
  diesel: "diesel",
  typeorm: "TypeORM",
  sequelize: "Sequelize",
  django: "Django",
  rails: "Rails",
  alembic: "SQLAlchemy",
};

/** Who names a table's columns in each query, whatever the code says that calls it; undefined where nobody is known to. */
export function namesAllColumns(tool: MigrationTool | undefined): string | undefined {
  return tool && NAMING_ALL_COLUMNS[tool];
}
