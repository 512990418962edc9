import type { Statement } from "../sql/statement.ts";
import type { Effects } from "./effects.ts";
import { WATCHED_CASES } from "./watched-cases.gen.ts";

/** A statement that was run on real servers, which did what is said of it. */
export interface WatchedCase {
  readonly sql: string;
  /** The oldest and the newest major version that it was watched on. */
  readonly from: number;
  readonly until: number;
}

/** The statement of the same kind and with the same effect that was watched on that version; undefined where none was. */
export function watchedCase(statement: Statement, effects: Effects, version: number): WatchedCase | undefined {
  const cases = WATCHED_CASES.get(watchedKey(statement, effects)) ?? [];
  return cases.find(({ from, until }) => version >= from && version <= until);
}

/** What kind of statement with what kind of effect: names left out, and each kind of a list said once. */
export function watchedKey(statement: Statement, effects: Effects): string {
  const { locks, indexLocks, rewrites, scans, transaction, waitsFor } = effects;
  const modes = [...new Set(locks.map(({ mode }) => mode))].sort();
  const work = [indexLocks, rewrites, scans].map((each) => (each.length > 0 ? 1 : 0)).join("");
  return [formOf(statement), modes.join(","), work, transaction, waitsFor].join("|");
}

function formOf(statement: Statement): string {
  switch (statement.kind) {
    case "alterTable":
      return `${statement.objectType}:${distinct(statement.actions.map(actionForm))}`;
    case "createIndex":
      return `createIndex${statement.concurrently ? " concurrently" : ""}${statement.unique ? " unique" : ""}`;
    case "createTable":
      return `createTable:${distinct([...statement.constraints, ...statement.columns.flatMap(({ constraints }) => constraints)].map(({ kind }) => kind))}`;
    case "drop":
    case "rename":
    case "setSchema":
      return `${statement.kind} ${statement.objectKind}`;
    case "other":
      return statement.command;
    default:
      return statement.kind;
  }
}

type Action = Extract<Statement, { kind: "alterTable" }>["actions"][number];

function actionForm(action: Action): string {
  if (action.kind === "addConstraint") return `add ${action.constraint.kind}`;
  if (action.kind === "addColumn") return `addColumn(${distinct(action.column.constraints.map(({ kind }) => kind))})`;
  return action.kind === "otherAction" ? action.subtype : action.kind;
}

function distinct(words: readonly string[]): string {
  return [...new Set(words)].sort().join(",");
}
