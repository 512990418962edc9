import type { Column, Index, Relation, Table } from "../../../server/src/catalog/catalog.ts";
import { haveSameNumbers, numbersOf } from "../../../server/src/catalog/sequence-numbers.ts";

/** What stands at the end of a column's line of how it is stored and sampled; `COLUMN_SETTINGS` says the same of a database. */
export function columnSettings({ statistics, storage, compression, options }: Column): string {
  return [
    statistics === undefined ? "" : ` statistics ${statistics}`,
    storage === undefined ? "" : ` storage ${storage}`,
    compression === undefined ? "" : ` compression ${compression}`,
    optionWords(options),
  ].join("");
}

/** Up to 16 an unset target is -1, from 17 on null; compression came with 14. */
export const COLUMN_SETTINGS = `concat(' statistics ' || nullif(a.attstattarget, -1),
  (SELECT ' storage ' || CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END
    FROM pg_type st WHERE st.oid = a.atttypid AND st.typstorage <> a.attstorage),
  CASE to_jsonb(a) ->> 'attcompression' WHEN 'p' THEN ' compression pglz' WHEN 'l' THEN ' compression lz4' END,
  ' ' || a.attoptions::text)`;

/** What stands at the end of a sequence's line of its numbers, where they are not those of its type. */
export function sequenceSettings(sequence: Relation): string {
  const { numbers: _, ...usual } = sequence;
  if (haveSameNumbers(sequence, usual)) return "";
  const { increment, minValue, maxValue, start, cache, cycle } = numbersOf(sequence);
  return ` ${minValue} to ${maxValue} from ${start} by ${increment} cache ${cache}${cycle ? " cycle" : ""}`;
}

export const SEQUENCE_SETTINGS = `CASE WHEN (s.seqmin, s.seqmax, s.seqstart, s.seqincrement, s.seqcache, s.seqcycle) <> (1,
    CASE s.seqtypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647 ELSE 9223372036854775807 END, 1, 1, 1, false)
  THEN format(' %s to %s from %s by %s cache %s%s', s.seqmin, s.seqmax, s.seqstart, s.seqincrement, s.seqcache,
    CASE WHEN s.seqcycle THEN ' cycle' END) END`;

/** What stands at the end of a table's line. */
export function tableSettings({ replicaIdentity, options }: Table): string {
  return `${replicaIdentity === undefined ? "" : ` replica identity ${replicaIdentity}`}${optionWords(own(options))}`;
}

export const TABLE_SETTINGS = `concat(CASE c.relreplident WHEN 'f' THEN ' replica identity full' WHEN 'n' THEN CASE WHEN c.relkind IN ('r', 'p') THEN ' replica identity nothing' END END,
  ' ' || (SELECT array_agg(o ORDER BY o) FROM unnest(c.reloptions) o)::text)`;

/** What stands at the end of an index's line. */
export function indexSettings({ replicaIdentity, clustered, options }: Index): string {
  return `${replicaIdentity ? " replica identity" : ""}${clustered ? " clustered" : ""}${optionWords(options)}`;
}

export const INDEX_SETTINGS = `concat(CASE WHEN x.indisreplident THEN ' replica identity' END, CASE WHEN x.indisclustered THEN ' clustered' END,
  ' ' || (SELECT array_agg(o ORDER BY o) FROM unnest(i.reloptions) o)::text)`;

/** Parameters of the TOAST table stand elsewhere. */
function own(options: Table["options"]): Table["options"] {
  return options?.filter(({ name }) => !name.startsWith("toast."));
}

function optionWords(options: Table["options"] = []): string {
  if (options.length === 0) return "";
  return ` {${options
    .map(({ name, value }) => `${name}=${value ?? "true"}`)
    .toSorted()
    .join(",")}}`;
}
