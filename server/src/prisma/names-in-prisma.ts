import type { Range } from "../text/range.ts";
import { argumentValue, itemsOf } from "./arguments.ts";
import type {
  PrismaAttribute,
  PrismaEnum,
  PrismaField,
  PrismaModel,
  PrismaSchema,
  PrismaValue,
} from "./prisma-schema.ts";

/** A name in a Prisma schema that stands for a model, an enum or a field. */
export interface PrismaUse {
  readonly range: Range;
  /** `makes`: the block or field is declared. `mapped`: the string of `@map` or `@@map`. `use`: all else. */
  readonly role: "makes" | "mapped" | "use";
  /** The model's or the enum's name. */
  readonly block: string;
  /** The field of the model; absent where the block itself is meant. */
  readonly field?: string;
}

/** The names in one file's part of the schema, in order of blocks. */
export function namesInPrisma({ models, enums }: PrismaSchema): readonly PrismaUse[] {
  return [...models.flatMap(namesOfModel), ...enums.flatMap(namesOfEnum)];
}

function namesOfEnum({ name, attributes }: PrismaEnum): PrismaUse[] {
  const use = { range: name.range, role: "makes" as const, block: name.text };
  return [use, ...mapped(attributes, { block: name.text })];
}

function namesOfModel(model: PrismaModel): PrismaUse[] {
  const { name, attributes, fields } = model;
  const own = { block: name.text };
  return [
    { range: name.range, role: "makes", ...own },
    ...mapped(attributes, own),
    ...fields.flatMap((field) => namesOfField(model, field)),
    ...attributes.filter(({ name: kind }) => KEYS.has(kind)).flatMap((attribute) => listed(attribute, name.text)),
  ];
}

const KEYS: ReadonlySet<string> = new Set(["id", "unique", "index", "fulltext"]);

function namesOfField({ name: { text: block } }: PrismaModel, field: PrismaField): PrismaUse[] {
  const { name, type, attributes } = field;
  const relation = attributes.find((attribute) => attribute.name === "relation");
  const own = { block, field: name.text };
  return [
    { range: name.range, role: "makes", ...own },
    // A type of Prisma's own is no block's name; who asks for the block finds none.
    { range: type.range, role: "use", block: type.text },
    ...mapped(attributes, own),
    ...(relation === undefined
      ? []
      : [
          ...fieldsIn(argumentValue(relation, "fields"), block),
          ...fieldsIn(argumentValue(relation, "references"), type.text),
        ]),
  ];
}

function listed(attribute: PrismaAttribute, block: string): PrismaUse[] {
  return fieldsIn(argumentValue(attribute, "fields", 0), block);
}

function fieldsIn(value: PrismaValue | undefined, block: string): PrismaUse[] {
  return itemsOf(value).flatMap((item): PrismaUse[] => {
    if (item.kind === "name") return [{ range: item.range, role: "use", block, field: item.value }];
    if (item.kind !== "call") return [];
    const range = { start: item.range.start, end: item.range.start + item.name.length };
    return [{ range, role: "use", block, field: item.name }];
  });
}

/** The text between the quotes of a mapped name. */
function mapped(attributes: readonly PrismaAttribute[], of: Pick<PrismaUse, "block" | "field">): PrismaUse[] {
  return attributes.flatMap((attribute): PrismaUse[] => {
    const value = attribute.name === "map" ? argumentValue(attribute, "name", 0) : undefined;
    if (value?.kind !== "string" || value.range.end - value.range.start < 2) return [];
    return [{ range: { start: value.range.start + 1, end: value.range.end - 1 }, role: "mapped", ...of }];
  });
}
