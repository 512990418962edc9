import { quotedName } from "../catalog/quoted-name.ts";
import type { Effects } from "../effects/effects.ts";
import type { Config } from "../project/config.ts";

/** What a table holds in production, as `lockkeeper.json` says. */
export interface TableSize {
  readonly rows: number | undefined;
  readonly writesPerSecond: number | undefined;
}

/** The sizes that a configuration names, by the tables' names as reports have them: `orders`, `billing.orders`, `"User"`. */
export type TableSizes = ReadonlyMap<string, TableSize>;

const known = new WeakMap<Config["tables"], TableSizes>();

/** The sizes that a configuration names; the same value for the same configuration. */
export function tableSizes({ tables }: Pick<Config, "tables">): TableSizes {
  const sizes = known.get(tables) ?? new Map([...tables].map(([name, size]) => [reportedName(name), size]));
  known.set(tables, sizes);
  return sizes;
}

/** People write a name as SQL has it, or without its quotes; `public.` may be left out. */
function reportedName(name: string): string {
  const [first = "", second] = name.replaceAll('"', "").split(".");
  return second === undefined ? quotedName("public", first) : quotedName(first, second);
}

/**
 * One sentence on how large the tables are which the message names and the statement reads whole, writes anew or keeps others
 * from writing; empty where nobody has said.
 */
export function sizeWords(message: string, effects: () => Effects, sizes: TableSizes): string {
  const named = [...sizes].filter(([name]) => isNamed(message, name));
  if (named.length === 0) return "";
  const { scans, rewrites, locks } = effects();
  const stopped = locks.filter(({ blocks }) => blocks.includes("write")).map(({ relation }) => relation);
  const touched = new Set([...scans, ...rewrites, ...stopped]);
  const said = named.flatMap(([name, { rows, writesPerSecond }]) => {
    const parts = [
      ...(rows === undefined ? [] : [`about ${counted(rows)} rows`]),
      ...(writesPerSecond === undefined ? [] : [`about ${counted(writesPerSecond)} writes a second`]),
    ];
    return parts.length === 0 || !touched.has(name) ? [] : [`${name} has ${parts.join(" and ")}`];
  });
  return said.length === 0 ? "" : ` As lockkeeper.json says, ${said.join(", and ")}.`;
}

/** Whether the message names the table, and not only something whose name begins or ends like it. */
function isNamed(message: string, name: string): boolean {
  for (let at = message.indexOf(name); at >= 0; at = message.indexOf(name, at + 1)) {
    const around = [message[at - 1] ?? " ", message[at + name.length] ?? " "];
    const isPart = around.some((character) => /[\w"$]/.test(character)) || message[at - 1] === ".";
    if (!isPart) return true;
  }
  return false;
}

/** `40,000,000`. */
function counted(count: number): string {
  return count.toLocaleString("en-US");
}
