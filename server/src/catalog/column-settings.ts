import type { AlterColumn, StorageOption } from "../sql/statement.ts";
import type { Column, ColumnType } from "./catalog.ts";

/** How a column's values are stored and sampled. */
export type ColumnSettings = Pick<Column, "statistics" | "storage" | "compression" | "options">;

/** The types of Postgres's own whose values are compressed and moved out of line, then those that stay in line for as long as they can. */
const EXTENDED: ReadonlySet<string> = new Set(
  "text varchar bpchar json jsonb jsonpath xml bytea bit varbit path polygon tsvector".split(" "),
);
const MAIN: ReadonlySet<string> = new Set(["numeric", "inet", "cidr"]);
const PLAIN: ReadonlySet<string> = new Set(
  "bool int2 int4 int8 float4 float8 money date time timetz timestamp timestamptz interval uuid char name oid point".split(
    " ",
  ),
);

/** How a type's values are stored where nothing is said of it; undefined for types that are not Postgres's own. */
export function usualStorage({ type, typeSchema, dimensions }: ColumnType): string | undefined {
  if (dimensions > 0) return "extended";
  if (typeSchema !== undefined) return undefined;
  if (EXTENDED.has(type)) return "extended";
  if (MAIN.has(type)) return "main";
  return PLAIN.has(type) ? "plain" : undefined;
}

/** What a column of the type has of a storage that is said: nothing where it is the type's own. */
export function storageOf(type: ColumnType, said: string | undefined): Pick<Column, "storage"> {
  return said === undefined || said === "default" || said === usualStorage(type) ? {} : { storage: said };
}

/** What a column has of a compression that is said. */
export function compressionOf(said: string | undefined): Pick<Column, "compression"> {
  return said === undefined || said === "default" ? {} : { compression: said };
}

/** The column as SET STATISTICS, SET STORAGE, SET COMPRESSION and SET (…) leave it. */
export function withSetting(column: Column, { kind, value, options }: AlterColumn): Column {
  switch (kind) {
    case "setStatistics": {
      const { statistics: _, ...rest } = column;
      return value === undefined || value === "-1" ? rest : { ...rest, statistics: Number(value) };
    }
    case "setStorage": {
      const { storage: _, ...rest } = column;
      return { ...rest, ...storageOf(column, value) };
    }
    case "setCompression": {
      const { compression: _, ...rest } = column;
      return { ...rest, ...compressionOf(value) };
    }
    case "setColumnOptions": {
      const { options: before, ...rest } = column;
      return options === undefined ? column : { ...rest, ...optionsAfter(before, options) };
    }
    default:
      return column;
  }
}

/** The options after SET, whose options have values, or RESET, whose have none. */
export function optionsAfter(
  before: readonly StorageOption[] = [],
  said: readonly StorageOption[],
): { readonly options?: readonly StorageOption[] } {
  const kept = before.filter(({ name }) => !said.some((other) => other.name === name));
  const options = [...kept, ...said.filter(({ value }) => value !== undefined)];
  return options.length === 0 ? {} : { options };
}

/** The column without what no copy of it has: of an heir's column its storage alone is its parent's. */
export function withoutSampling<Part extends ColumnSettings>(column: Part): Omit<Part, "statistics" | "options"> {
  const { statistics: _, options: __, ...rest } = column;
  return rest;
}

/** The column without anything that is set of it. */
export function withoutSettings<Part extends ColumnSettings>(column: Part): Omit<Part, keyof ColumnSettings> {
  const { statistics: _, options: __, storage: ___, compression: ____, ...rest } = column;
  return rest;
}

/** The options as SET and WITH list them. */
export function optionList(options: readonly StorageOption[]): string {
  return options.map(({ name, value }) => (value === undefined ? name : `${name} = ${optionValue(value)}`)).join(", ");
}

function optionValue(value: string): string {
  return /^-?[\w.]+$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`;
}

/** Whether two lists set the same. */
export function haveSameOptions(one: readonly StorageOption[] = [], other: readonly StorageOption[] = []): boolean {
  const words = (options: readonly StorageOption[]) => options.map(({ name, value }) => `${name}=${value}`).toSorted();
  return words(one).join("\n") === words(other).join("\n");
}

/** Whether two columns are stored and sampled alike. */
export function haveSameSettings(one: ColumnSettings, other: ColumnSettings): boolean {
  return (
    one.statistics === other.statistics &&
    one.storage === other.storage &&
    one.compression === other.compression &&
    haveSameOptions(one.options, other.options)
  );
}
