import type { PrismaAttribute, PrismaValue } from "./prisma-schema.ts";

/** The value of the argument with the name, or, where none has it and `position` counts it from 0, of the one without a name that stands there. */
export function argumentValue(attribute: PrismaAttribute, name: string, position?: number): PrismaValue | undefined {
  const named = attribute.args.find((argument) => argument.name === name);
  if (named) return named.value;
  const positional = position === undefined ? undefined : attribute.args[position];
  return positional?.name === undefined ? positional?.value : undefined;
}

/** The text of the string argument that `argumentValue` finds. */
export function stringArgument(attribute: PrismaAttribute, name: string, position?: number): string | undefined {
  const value = argumentValue(attribute, name, position);
  return value?.kind === "string" ? value.value : undefined;
}

/** The name that the argument which `argumentValue` finds is: `Cascade`, `Hash`. */
export function nameArgument(attribute: PrismaAttribute, name: string, position?: number): string | undefined {
  const value = argumentValue(attribute, name, position);
  return value?.kind === "name" ? value.value : undefined;
}

/** What a list holds; Prisma takes a single value for a list of one (`@@index(email)`). */
export function itemsOf(value: PrismaValue | undefined): readonly PrismaValue[] {
  if (value === undefined) return [];
  return value.kind === "array" ? value.items : [value];
}
