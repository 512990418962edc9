import type { Catalog } from "../../catalog/catalog.ts";
import { quotedName } from "../../catalog/quoted-name.ts";
import { findRoutine } from "../../catalog/routines.ts";
import type { ObjectName, Policy, Statement } from "../../sql/statement.ts";
import { earlierPolicy, type WrittenStatement } from "./former-setting.ts";
import { grantLosses } from "./grant-losses.ts";
import type { Loss } from "./loss.ts";
import { settingUndo } from "./setting-undo.ts";
import { isThere, madeBy, onUnknown } from "./unknown-relations.ts";

/** A statement of the way up. */
export interface UpStatement {
  /** Undefined where it does not parse. */
  readonly statement: Statement | undefined;
  readonly text: string;
  /** Counts from 1 what is sent. */
  readonly number: number;
}

/** What statements did that no schema holds, and where that can be told the statements that undo it. */
export interface Unkept {
  readonly losses: readonly Loss[];
  /** Each with its semicolon, the last of the migration's undone first. */
  readonly undo: readonly string[];
}

/** What was there before the migration. */
export interface Before {
  readonly catalog: Catalog;
  /** All statements of its history before it. */
  readonly statements: () => readonly WrittenStatement[];
}

const NOTHING: Unkept = { losses: [], undo: [] };

/** Goes through the way up for what the schemas before and after it do not show. */
export function unkept(statements: readonly UpStatement[], before: Before, after: Catalog): Unkept {
  const all = joined(
    statements.map((own) => {
      if (own.statement === undefined)
        return only("schema", `Statement ${own.number} does not parse, so that nothing is known of it.`, own.number);
      const earlier = statements.slice(0, statements.indexOf(own));
      return joined([
        ofStatement(own.statement, own, { before, after, earlier }),
        onUnknown(own.statement, own.number, before.catalog, madeBy(earlier)),
      ]);
    }),
  );
  return { losses: all.losses, undo: all.undo.toReversed() };
}

function only(kind: Loss["kind"], words: string, statement: number): Unkept {
  return { losses: [{ kind, words, statement }], undo: [] };
}

function joined(all: readonly Unkept[]): Unkept {
  return { losses: all.flatMap(({ losses }) => losses), undo: all.flatMap(({ undo }) => undo) };
}

/** What a statement ran between. */
export interface Around {
  readonly before: Before;
  readonly after: Catalog;
  /** The statements of the migration before it. */
  readonly earlier: readonly UpStatement[];
}

function ofStatement(statement: Statement, written: UpStatement, around: Around): Unkept {
  const { number } = written;
  const { before } = around;
  switch (statement.kind) {
    case "insert":
    case "update":
    case "delete":
    case "merge":
    case "truncate":
    case "copy":
    case "select":
      return dataChange(statement, number, before);
    case "do": {
      const inner = statement.statements.map((own) => ofStatement(own.statement, written, around));
      const dynamic = "may do what its text does not show: it puts statements together or calls what is not known.";
      return joined([...inner, statement.dynamic ? only("schema", `Statement ${number} ${dynamic}`, number) : NOTHING]);
    }
    case "alterTable":
      return isOld(before, statement.name)
        ? joined(statement.actions.map((action) => settingUndo(statement, action, number, before)))
        : NOTHING;
    case "grant":
      return grantLosses(statement, written, around);
    case "alterPolicy":
      return policy(statement, number, before);
    case "alterSequence":
      return /\bRESTART\b/i.test(written.text) && isOld(before, statement.name)
        ? only("setting", `Statement ${number} sets where a sequence stands; where it stood is not known.`, number)
        : NOTHING;
    case "other":
      if (statement.routine !== undefined && findRoutine(before.catalog, statement.routine.name)) return NOTHING;
      return only(
        "schema",
        `Statement ${number} (${statement.command}) is not taken back here; do it by hand.`,
        number,
      );
    default:
      return NOTHING;
  }
}

function isOld({ catalog }: Before, name: ObjectName): boolean {
  return isThere(catalog, name);
}

const DONE = {
  insert: "wrote rows into",
  update: "changed rows of",
  delete: "deleted rows of",
  merge: "changed rows of",
  truncate: "emptied",
  copy: "wrote rows into",
} as const;

type DataStatement = Extract<Statement, { kind: keyof typeof DONE | "select" }>;

function dataChange(statement: DataStatement, number: number, before: Before): Unkept {
  if (statement.kind === "select") {
    const words = `Statement ${number} calls functions, and what they did is not known.`;
    return statement.callsUnknown ? only("schema", words, number) : NOTHING;
  }
  const { kind } = statement;
  const old = [...statement.targets, ...(statement.alsoWrites ?? []).map(({ target }) => target)].filter((target) =>
    isOld(before, target),
  );
  const names = Array.from(new Set(old.map(({ schema, name }) => quotedName(schema ?? "public", name))));
  const losses = names.map(
    (name): Loss => ({
      kind: "data",
      words: `Statement ${number} ${DONE[kind]} ${name}: that stays, for what was there before is kept nowhere.`,
      statement: number,
    }),
  );
  return { losses, undo: [] };
}

/** A policy is made anew in its own words, with what later files changed of it. */
function policy(statement: Policy, number: number, before: Before): Unkept {
  const texts = earlierPolicy(before.statements(), statement);
  const words = `Statement ${number} changes the policy ${statement.name.name}, which no file makes; take it back by hand.`;
  if (texts.length === 0) return isOld(before, statement.table) ? only("schema", words, number) : NOTHING;
  const drop = `DROP POLICY "${statement.name.name.replaceAll('"', '""')}" ON ${quotedName(statement.table.schema ?? "public", statement.table.name)};`;
  // Undo lists are turned round as a whole.
  return { losses: [], undo: [...texts.map((text) => `${text};`).toReversed(), drop] };
}
