import type { Range } from "../text/range.ts";

/** A `schema.prisma` file, or several as one. Ranges count UTF-16 code units from the start of the file they stand in. */
export interface PrismaSchema {
  readonly datasource: PrismaBlock | undefined;
  readonly models: readonly PrismaModel[];
  readonly enums: readonly PrismaEnum[];
  /** `model` and `view` names are in `models`; composite `type` blocks, generators and the rest here. */
  readonly otherBlocks: readonly PrismaBlock[];
  /** Lines that no grammar of Prisma's accepts. */
  readonly problems: readonly PrismaProblem[];
}

/** A line that is not Prisma's language. */
export interface PrismaProblem {
  readonly range: Range;
  readonly message: string;
}

/** A name and where it stands. */
export interface PrismaName {
  readonly text: string;
  readonly range: Range;
}

/** A `datasource`, `generator` or composite `type` block with its `key = value` lines. */
export interface PrismaBlock {
  readonly keyword: string;
  readonly name: PrismaName;
  readonly properties: ReadonlyMap<string, PrismaValue>;
  readonly range: Range;
}

/** A `model` or `view`. */
export interface PrismaModel {
  readonly kind: "model" | "view";
  readonly name: PrismaName;
  readonly fields: readonly PrismaField[];
  /** `@@…` lines. */
  readonly attributes: readonly PrismaAttribute[];
  /** From the keyword to the closing brace. */
  readonly range: Range;
  /** Offset of the closing brace, or of the end of what there is. */
  readonly closeAt: number;
  /** Whether the closing brace is there. */
  readonly closed: boolean;
}

/** A field of a model. */
export interface PrismaField {
  readonly name: PrismaName;
  /** The type's name without `?` and `[]`; for `Unsupported("…")` that word. */
  readonly type: PrismaName;
  readonly optional: boolean;
  readonly list: boolean;
  /** What stands between the quotes of `Unsupported("…")`: the database's own type. */
  readonly unsupported: string | undefined;
  readonly attributes: readonly PrismaAttribute[];
  /** From the name to the end of the last attribute; a comment after it is left out. */
  readonly range: Range;
  /** Whether the line stops being Prisma's language somewhere; what stands before that place is here. */
  readonly broken: boolean;
}

/** `@name(args)` or `@@name(args)`. */
export interface PrismaAttribute {
  /** Without the `@` marks: `relation`, `db.Timestamptz`. */
  readonly name: string;
  /** Where that name stands, the `@` marks left out. */
  readonly nameRange: Range;
  readonly args: readonly PrismaArgument[];
  readonly range: Range;
}

/** One argument, positional where it has no name. */
export interface PrismaArgument {
  readonly name: string | undefined;
  readonly value: PrismaValue;
}

/** A value as written. */
export type PrismaValue =
  | { readonly kind: "string"; readonly value: string; readonly range: Range }
  | { readonly kind: "number"; readonly value: string; readonly range: Range }
  | { readonly kind: "name"; readonly value: string; readonly range: Range }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly PrismaArgument[]; readonly range: Range }
  | { readonly kind: "array"; readonly items: readonly PrismaValue[]; readonly range: Range }
  | { readonly kind: "object"; readonly entries: readonly PrismaArgument[]; readonly range: Range };

/** An `enum`. */
export interface PrismaEnum {
  readonly name: PrismaName;
  readonly values: readonly PrismaEnumValue[];
  /** `@@…` lines. */
  readonly attributes: readonly PrismaAttribute[];
  readonly range: Range;
}

/** A value of an enum: its name and its `@map`. */
export interface PrismaEnumValue extends PrismaName {
  readonly attributes: readonly PrismaAttribute[];
}
