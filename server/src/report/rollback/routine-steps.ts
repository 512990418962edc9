import type { Routine } from "../../catalog/catalog.ts";
import { callsFunction } from "../../catalog/expression.ts";
import type { Pair } from "../../catalog/way-back/pair-up.ts";
import type { Keyed } from "../../catalog/way-back/twins.ts";
import { isMadeAlike } from "../../catalog/way-back/way-back.ts";
import { printedName } from "../schema/listed-schema.ts";
import { aggregatesLast, routineSql } from "../schema/routines-sql.ts";
import type { Plan } from "./plan.ts";

/** Drops the routines that take or return rows of what goes, or values of types that go. */
export function routinesWithRows(plan: Plan): readonly string[] {
  return gone(plan)
    .filter(({ entry }) => namesWhatGoes(plan, entry))
    .map(dropRoutine);
}

/** Drops the other routines that shall not be there, once nothing uses them any more. */
export function routinesGone(plan: Plan): readonly string[] {
  return gone(plan)
    .filter(({ entry }) => !namesWhatGoes(plan, entry))
    .map(dropRoutine);
}

function gone({ changes: { routines } }: Plan): readonly Keyed<Routine>[] {
  const isGone = (pair: Pair<Keyed<Routine>>) => pair.wanted === undefined || isRemade(pair);
  return routines.flatMap((pair) => (pair.now !== undefined && isGone(pair) ? [pair.now] : []));
}

function isOther({ now, wanted }: Pair<Keyed<Routine>>): boolean {
  return now === undefined || wanted === undefined || !isMadeAlike(now.entry, wanted.entry);
}

/** OR REPLACE keeps what a routine takes and returns, and takes no default away. */
function isRemade(pair: Pair<Keyed<Routine>>): boolean {
  const { now, wanted } = pair;
  if (now === undefined || wanted === undefined || !isOther(pair)) return false;
  const defaults = ({ entry }: Keyed<Routine>) => entry.parameters.filter(({ hasDefault }) => hasDefault).length;
  const names = ({ entry }: Keyed<Routine>) => entry.parameters.map(({ name }) => name ?? "").join("\n");
  const isAlike = now.entry.returns === wanted.entry.returns && names(now) === names(wanted);
  return !isAlike || now.entry.routine !== wanted.entry.routine || defaults(now) > defaults(wanted);
}

function namesWhatGoes({ changes, here, viewsGone }: Plan, { parameters, returns }: Routine): boolean {
  const names = new Set([
    ...[...viewsGone].map(here.nameOf),
    ...changes.tables.flatMap(({ now, wanted }) => (now && wanted === undefined ? [printedName(now)] : [])),
    ...changes.types.flatMap(({ now, wanted }) => (now && wanted === undefined ? [printedName(now)] : [])),
  ]);
  return [...parameters.map(({ type }) => type), returns ?? ""].some((type) => names.has(type.replace(/\[\]$/, "")));
}

function dropRoutine({ key, entry }: Keyed<Routine>): string {
  const types = key.slice(key.indexOf("("));
  const signature = entry.routine === "aggregate" && types === "()" ? "(*)" : types.replaceAll(",", ", ");
  return `DROP ${entry.routine.toUpperCase()} ${printedName(entry)}${signature};`;
}

/** Makes routines again, in the words that made them: those that defaults call before there are tables, or the others. */
export function makeRoutines(plan: Plan, when: "for defaults" | "at the end"): readonly string[] {
  const made = plan.changes.routines
    .flatMap((pair) => (pair.wanted !== undefined && isOther(pair) ? [pair.wanted.entry] : []))
    .filter((routine) => isCalledByDefaults(plan, routine) === (when === "for defaults"));
  return made
    .toSorted(aggregatesLast)
    .flatMap((routine) => routineSql(routine, plan.madeOf))
    .map((sql) => sql.replace(/^(\s*CREATE)\s+(?!OR\b|AGGREGATE\b)/i, "$1 OR REPLACE "));
}

/** Routines whose old words no file holds. */
export function routinesUnknown(plan: Plan): readonly Routine[] {
  return plan.changes.routines.flatMap((pair) =>
    pair.wanted !== undefined && isOther(pair) && routineSql(pair.wanted.entry, plan.madeOf).length === 0
      ? [pair.wanted.entry]
      : [],
  );
}

function isCalledByDefaults({ changes, kept }: Plan, { name }: Routine): boolean {
  const columns = [
    ...changes.tables.flatMap(({ now, wanted }) => (now === undefined ? (wanted?.columns ?? []) : [])),
    ...kept.flatMap(({ added, altered }) => [...added, ...altered.map(({ wanted }) => wanted)]),
  ];
  const checks = changes.tables.flatMap(({ wanted }) => wanted?.constraints ?? []);
  return (
    columns.some(({ default: text }) => text !== undefined && callsFunction(text, name)) ||
    checks.some(({ expression }) => expression !== undefined && callsFunction(expression, name))
  );
}
