import type { CatalogReader, Table } from "../catalog/catalog.ts";
import type { SchemaDifference } from "../catalog/difference.ts";
import type { Effects, RelationLock } from "../effects/effects.ts";
import type { PrismaField, PrismaModel, PrismaSchema } from "../prisma/prisma-schema.ts";
import type { FileFacts } from "../project/project.ts";
import type { Segment } from "../sql/segment.ts";
import type {
  AlterTable,
  AlterTableAction,
  ColumnDefinition,
  ForeignKey,
  ObjectName,
  Statement,
  TypeName,
} from "../sql/statement.ts";
import type { Range } from "../text/range.ts";
import type { DownHandlers } from "./down-handlers.ts";
import type { FindMentions } from "./mentions.ts";
import type { Report } from "./report.ts";
import type { TableSizes } from "./table-sizes.ts";

/** What a rule does on each word of the vocabulary. */
export type Handlers = StatementHandlers &
  SqlHandlers &
  MigrationHandlers &
  PrismaHandlers &
  DriftHandlers &
  AppliedHandlers &
  DownHandlers;

/** The statement of one kind. */
export type StatementOf<Kind extends Statement["kind"]> = Statement extends infer Each
  ? Each extends { readonly kind: infer Own }
    ? Kind extends Own
      ? Each & { readonly kind: Kind }
      : never
    : never
  : never;

/** What a rule does on the statements of each kind; those inside a DO block are such statements too. */
export type StatementHandlers = {
  readonly [Kind in Statement["kind"]]?: (statement: StatementOf<Kind>, ctx: SqlContext) => void;
};

/** What a rule does on words that stand in several statements. Ranges in the nodes and in what is reported count from the segment's start. */
export interface SqlHandlers {
  /** Every statement. */
  statement?(statement: Statement, ctx: SqlContext): void;
  /** Every subcommand of ALTER TABLE. */
  action?(action: AlterTableAction, ctx: ActionContext): void;
  /** Every foreign key: inline, in a table's list, added by ALTER TABLE. */
  foreignKey?(key: ForeignKey, ctx: ForeignKeyContext): void;
  /** Every type that a column, an attribute of a composite type or a domain is given. */
  columnType?(type: TypeName, ctx: SqlContext & { readonly given: GivenType }): void;
}

/** What a handler of subcommands is given besides. */
export interface ActionContext extends SqlContext {
  /** The statement that holds the subcommand. */
  readonly alter: AlterTable;
}

/** What a handler of foreign keys is given besides. */
export interface ForeignKeyContext extends SqlContext {
  /** The referencing table. */
  readonly owner: ObjectName;
  /** The column that the key stands at, where it stands inline. */
  readonly column: ColumnDefinition | undefined;
}

/** What is given a type. */
export interface GivenType {
  /** The column's or attribute's name; undefined for a domain. */
  readonly column: string | undefined;
  /** The table, composite type or domain. */
  readonly owner: ObjectName;
  readonly how: "create" | "add" | "alter" | "composite" | "domain";
  /** ALTER COLUMN … TYPE only: whether a USING clause follows. */
  readonly using: boolean;
}

/** What a rule does on a migration as a whole, its way up. Ranges in what is reported count from the file's start. */
export interface MigrationHandlers {
  migration?(migration: Migration, ctx: MigrationContext): void;
}

/** A migration's way up. */
export interface Migration {
  /** Those that parse, in order; statements inside a DO block follow the block. */
  readonly statements: readonly MigrationStatement[];
  /** Those of the file's own down section. */
  readonly downs: readonly Statement[];
  /** The segments of the whole file. */
  readonly segments: readonly Segment[];
}

/** What a statement is and does, wherever in its file it stands. */
export interface StatementView {
  readonly statement: Statement;
  /** The segment that holds it, whose text its ranges count in. */
  readonly segment: Segment;
  readonly effects: Effects;
  /** Its locks on relations that stood before the file, temporary ones left out. */
  readonly locks: readonly RelationLock[];
  /** Whether it stands inside a DO block. */
  readonly nested: boolean;
}

/** A statement in its place in a migration. */
export interface MigrationStatement extends StatementView {
  /** Where its segment starts in the file. */
  readonly start: number;
  /** Where its segment stands among the file's. */
  readonly index: number;
  readonly transaction: SqlContext["transaction"];
}

/** What a handler of whole migrations is given. */
export interface MigrationContext extends RuleContext {
  /** The schema before the file. */
  readonly base: CatalogReader;
  /** The schema after the whole history as it is known, later files included. */
  readonly final: CatalogReader;
  /** Whether other files of its history follow this one. */
  readonly isFollowed: boolean;
  readonly lineBreak: LineBreak;
  /** A range of the statement as one of the file. */
  at(statement: MigrationStatement, range: Range): Range;
  /** Reports on one statement: ranges count from its segment's start, and rewrites of it have a place. */
  reportOn(statement: MigrationStatement, report: Report): void;
}

/** What a rule does on `schema.prisma`. Ranges count from the file's start. */
export interface PrismaHandlers {
  prismaModel?(model: PrismaModel, ctx: PrismaContext): void;
  prismaField?(field: PrismaField, ctx: PrismaContext & { readonly model: PrismaModel }): void;
}

/** What a rule does on a file that says again which schema a history makes. Ranges count from the file's start. */
export interface DriftHandlers {
  /** Every difference between the file and the history. */
  drift?(drift: Drift, ctx: RuleContext): void;
}

/** A difference between a file that holds a schema and the history beside it. */
export interface Drift {
  readonly difference: SchemaDifference;
  /** Where it shows in the file. */
  readonly range: Range;
  /** The history's folder, absolute. */
  readonly folder: string;
}

/** What a rule does on a migration of which the main branch is known. Ranges count from the file's start. */
export interface AppliedHandlers {
  /** A migration that the main branch has with another text, or that it has not and whose successors it has. */
  applied?(applied: Applied, ctx: RuleContext): void;
}

/** How a migration differs from what the main branch has. */
export type Applied = {
  /** The main branch's name: `origin/main`. */
  readonly branch: string;
  /** The line that differs first, or the first line. */
  readonly range: Range;
} & (
  | { readonly kind: "edited" }
  /** The migrations of the main branch that come after this new one, as reports name them. */
  | { readonly kind: "before applied ones"; readonly behind: readonly string[] }
);

/** What every handler is given. */
export interface RuleContext {
  readonly file: FileFacts;
  /** The rule's options with defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>;
  report(report: Report): void;
}

/** What a SQL handler is given. */
export interface SqlContext extends RuleContext {
  readonly statement: Statement;
  /** Whether the statement stands inside a DO block; then no fix that is reported is offered. */
  readonly nested: boolean;
  /** The segment's text, which the nodes' ranges count in. */
  readonly text: string;
  /** The schema just before the statement. */
  readonly before: CatalogReader;
  /** The schema just after it. */
  readonly after: CatalogReader;
  /** The schema after the whole history as it is known, later files included. */
  readonly final: CatalogReader;
  /** Whether the statement runs in a transaction block, and who opened it. */
  readonly transaction: "tool" | "file" | "none";
  /** Whether the statement is the only one that the file sends to the server. */
  readonly alone: boolean;
  /** The segment behind this one; what leads its statement may belong to this one: a comment on the same line, a tool's mark. */
  readonly next: Segment | undefined;
  /** The file's line break. */
  readonly lineBreak: LineBreak;
  /** What the statement does at run time on the file's Postgres version. */
  effects(): Effects;
  readonly conventions: Conventions;
  /** Where source code of the workspace still names a table or a column; queries in views and functions are the schema's affair. */
  readonly mentions: FindMentions;
  /** How large tables are, as `lockkeeper.json` says; the engine adds it to messages that name them. */
  readonly tableSizes: TableSizes;
  /** The table that the name means before the statement, or undefined where the history does not know it. */
  table(name: ObjectName): Table | undefined;
  /** Whether this same file made the table, so that no one else can be using it yet. */
  createdHere(table: Table): boolean;
}

/** What ends the lines of a file. */
export type LineBreak = "\n" | "\r\n";

/** House habits that fixes follow. */
export interface Conventions {
  /** A name for an index on the columns, as the project names its indexes. */
  indexName(table: string, columns: readonly string[]): string;
}

/** What a Prisma handler is given. */
export interface PrismaContext extends RuleContext {
  /** All of the schema's files as one. */
  readonly schema: PrismaSchema;
  readonly text: string;
}
