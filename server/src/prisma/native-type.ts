import type { Range } from "../text/range.ts";
import type { PrismaField, PrismaValue } from "./prisma-schema.ts";

/** The database's type that a field asks for: `@db.VarChar(20)`. */
export interface PrismaNativeType {
  /** Without the datasource's name: `VarChar`. */
  readonly name: string;
  /** Where that name stands. */
  readonly nameRange: Range;
  readonly args: readonly PrismaValue[];
  /** From the `@` to the end of the arguments. */
  readonly range: Range;
}

/** The field's native type, or undefined where it takes the provider's default for its type. */
export function nativeType(field: PrismaField): PrismaNativeType | undefined {
  for (const { name, nameRange, args, range } of field.attributes) {
    const dot = name.indexOf(".");
    if (dot === -1) continue;
    const start = nameRange.start + dot + 1;
    return {
      name: name.slice(dot + 1),
      nameRange: { start, end: nameRange.end },
      args: args.map((argument) => argument.value),
      range,
    };
  }
  return undefined;
}
