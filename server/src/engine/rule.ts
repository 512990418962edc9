import type { CatalogReader, Table } from "../catalog/catalog.ts";
import type { SchemaDifference } from "../catalog/difference.ts";
import type { Effects } from "../effects/effects.ts";
import type { PrismaField, PrismaModel, PrismaSchema } from "../prisma/prisma-schema.ts";
import type { OptionSchema, Severity } from "../project/config.ts";
import type { Engine, FileFacts } from "../project/project.ts";
import type { Segment } from "../sql/segment.ts";
import type { ColumnDefinition, CreateIndex, ForeignKey, ObjectName, Statement, TypeName } from "../sql/statement.ts";
import type { Range } from "../text/range.ts";

/** How sure a finding is: `critical` actively dangerous, `confirmed` the text proves it, `concern` needs a judgment. */
export type Tag = "critical" | "confirmed" | "concern";

/** A rule as its author writes it: metadata as data, and what it does on each word of the vocabulary. */
export interface Rule {
  /** Kebab case; reads after "allow". */
  readonly id: string;
  readonly group: RuleGroup;
  /** A noun phrase of a few words. */
  readonly title: string;
  readonly severity: Severity;
  readonly tag: Tag;
  readonly engines: readonly Engine[];
  /** Whether it is on by default. */
  readonly recommended: boolean;
  /** One or two sentences: what goes wrong in production. */
  readonly why: string;
  /** One or two sentences: what to write instead. */
  readonly remedy: string;
  /** `tool/rule` names of what this rule covers. */
  readonly sources: readonly string[];
  /** Addresses of the manual's pages. */
  readonly references: readonly string[];
  readonly options: Readonly<Record<string, OptionSchema>>;
  /** Whether some finding of it carries a fix. */
  readonly fixable: boolean;
  readonly on: SqlHandlers & PrismaHandlers & DriftHandlers;
}

/** Where a rule's page and file stand. `engine` is for the engine's own findings. */
export type RuleGroup = "engine" | "migration" | "schema" | "prisma";

/** What a rule does on each word of SQL. Ranges in the nodes and in what is reported count from the segment's start. */
export interface SqlHandlers {
  /** Every statement. */
  statement?(statement: Statement, ctx: SqlContext): void;
  createIndex?(index: CreateIndex, ctx: SqlContext): void;
  /** Every foreign key: inline, in a table's list, added by ALTER TABLE. */
  foreignKey?(key: ForeignKey, ctx: ForeignKeyContext): void;
  /** Every type that a column, an attribute of a composite type or a domain is given. */
  columnType?(type: TypeName, ctx: SqlContext & { readonly given: GivenType }): void;
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

/** What a rule says. */
export interface Report {
  /** What is underlined: the few words that matter. */
  readonly range: Range;
  /** What happens, why here, what to write instead. */
  readonly message: string;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  readonly tag?: Tag;
  readonly fixes?: readonly Fix[];
}

/** An edit that a person may accept. */
export interface Fix {
  /** An imperative: "Build the index CONCURRENTLY". */
  readonly title: string;
  /** Whether it can be accepted unseen, as `source.fixAll` does: it changes how a statement works, never what it makes. */
  readonly safe: boolean;
  /** Ranges count as the handler's nodes do: from the segment's start in SQL, from the file's in Prisma. */
  readonly edits: readonly { readonly range: Range; readonly text: string }[];
  /** Edits whose ranges count from the file's start: annotations at its top. */
  readonly fileEdits?: readonly { readonly range: Range; readonly text: string }[];
  /** Files to create, absolute paths. */
  readonly creates?: readonly { readonly path: string; readonly text: string }[];
}

/** What a rule's file exports. */
export function defineRule(rule: RuleDefinition): Rule {
  return { engines: ["postgres"], options: {}, fixable: false, recommended: true, ...rule };
}

/** A rule as its file writes it: what most rules share may be left out. */
export type RuleDefinition = Omit<Rule, "engines" | "options" | "fixable" | "recommended"> &
  Partial<Pick<Rule, "engines" | "options" | "fixable" | "recommended">>;
