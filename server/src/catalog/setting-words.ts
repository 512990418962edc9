import type { StorageOption } from "../sql/statement.ts";
import type { Column, Index, Table } from "./catalog.ts";
import { type ColumnSettings, haveSameOptions, optionList, usualStorage } from "./column-settings.ts";
import { quoteIdentifier } from "./quoted-name.ts";

/** WITH (…), led by a space; nothing where no parameter is set. */
export function withOptions(options: readonly StorageOption[] | undefined): string {
  return options === undefined ? "" : ` WITH (${optionList(options)})`;
}

/** SET (…) and RESET (…) that lead from the one list of parameters to the other. */
export function optionChanges(
  now: readonly StorageOption[] = [],
  wanted: readonly StorageOption[] = [],
): readonly string[] {
  const gone = now.filter(({ name }) => !wanted.some((other) => other.name === name));
  const set = wanted.filter((own) => !now.some((other) => haveSameOptions([own], [other])));
  return [
    ...(gone.length === 0 ? [] : [`RESET (${gone.map(({ name }) => name).join(", ")})`]),
    ...(set.length === 0 ? [] : [`SET (${optionList(set)})`]),
  ];
}

/** The subcommands after which a column is stored and sampled as the wanted one. */
export function columnSettingChanges(now: ColumnSettings, wanted: Column, name = wanted.name): readonly string[] {
  const changes = [
    ...(now.statistics === wanted.statistics ? [] : [`SET STATISTICS ${wanted.statistics ?? -1}`]),
    ...storageChange(now, wanted),
    ...(now.compression === wanted.compression ? [] : [`SET COMPRESSION ${wanted.compression ?? "DEFAULT"}`]),
    ...optionChanges(now.options, wanted.options),
  ];
  return changes.map((change) => `ALTER COLUMN ${quoteIdentifier(name)} ${change}`);
}

/** Where the type's own storage is not known, none is said: Postgres knows DEFAULT here from 16 on only. */
function storageChange(now: ColumnSettings, wanted: Column): readonly string[] {
  if (now.storage === wanted.storage) return [];
  const word = wanted.storage ?? usualStorage(wanted);
  return word === undefined ? [] : [`SET STORAGE ${word.toUpperCase()}`];
}

/** What follows REPLICA IDENTITY. */
export function identityWord({ replicaIdentity, indexes }: Pick<Table, "replicaIdentity" | "indexes">): string {
  const index: Index | undefined = indexes.find((each) => each.replicaIdentity);
  if (index !== undefined) return `USING INDEX ${quoteIdentifier(index.name)}`;
  return replicaIdentity?.toUpperCase() ?? "DEFAULT";
}

/** The subcommands of ALTER INDEX after which ANALYZE looks at an index's keys as at the wanted one's. */
export function indexStatisticsChanges(
  { statistics: now = [] }: Pick<Index, "statistics">,
  { statistics: wanted = [] }: Pick<Index, "statistics">,
): readonly string[] {
  const isIn = (list: typeof now, own: (typeof now)[number]) =>
    list.some(({ key, target }) => key === own.key && target === own.target);
  const gone = now.filter(({ key }) => !wanted.some((other) => other.key === key));
  return [...gone.map(({ key }) => ({ key, target: -1 })), ...wanted.filter((own) => !isIn(now, own))].map(
    ({ key, target }) => `ALTER COLUMN ${key} SET STATISTICS ${target}`,
  );
}

/** The subcommands that give an index made anew the marks of the one that it stands for. */
export function markChanges({ name, replicaIdentity, clustered }: Index): readonly string[] {
  const own = quoteIdentifier(name);
  return [
    ...(replicaIdentity ? [`REPLICA IDENTITY USING INDEX ${own}`] : []),
    ...(clustered ? [`CLUSTER ON ${own}`] : []),
  ];
}
