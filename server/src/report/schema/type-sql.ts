import type { DomainCheck, TypeEntry } from "../../catalog/catalog.ts";
import { typeText } from "../../catalog/column-type.ts";
import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { type ListedSchema, printedName } from "./listed-schema.ts";
import type { SourceOf } from "./schema-sql.ts";
import { shownText } from "./shown-text.ts";

/** Types in an order in which each finds those that it rests on. */
export function typesSql({ types }: ListedSchema, sourceOf: SourceOf): readonly string[] {
  const ordered = new Set<TypeEntry>();
  const byName = new Map(types.map((type) => [printedName(type), type]));
  const add = (type: TypeEntry) => {
    if (ordered.has(type) || pending.has(type)) return;
    pending.add(type);
    for (const name of restsOn(type)) {
      const other = byName.get(name.replace(/(?:\(\d+(?:,\d+)*\))?(?:\[\])*$/, ""));
      if (other !== undefined) add(other);
    }
    ordered.add(type);
  };
  const pending = new Set<TypeEntry>();
  types.forEach(add);
  return Array.from(ordered, (type) => typeSql(type, sourceOf));
}

function restsOn({ baseType, attributes }: TypeEntry): readonly string[] {
  return [...(baseType === undefined ? [] : [baseType]), ...(attributes ?? []).map(typeText)];
}

function typeSql(type: TypeEntry, sourceOf: SourceOf): string {
  const name = printedName(type);
  const isKnown = type.form === "composite" ? type.attributes !== undefined : !type.constrained || hasChecks(type);
  const text = isKnown ? undefined : sourceOf(type.origin);
  if (text !== undefined) return `${text};`;
  switch (type.form) {
    case "enum":
      return `CREATE TYPE ${name} AS ENUM (${type.values.map(literal).join(", ")});`;
    case "domain":
      return domainSql(name, type);
    case "composite": {
      const attributes = (type.attributes ?? []).map((attribute) => {
        const collation = attribute.collation === undefined ? "" : ` COLLATE ${quoteIdentifier(attribute.collation)}`;
        return `${quoteIdentifier(attribute.name)} ${typeText(attribute)}${collation}`;
      });
      return `CREATE TYPE ${name} AS (${attributes.join(", ")});`;
    }
    case "other":
      return `${sourceOf(type.origin) ?? `-- The type ${name} is made elsewhere`};`;
  }
}

/** Whether what constrains a domain is known and not only that something does. */
function hasChecks({ checks, notNull }: TypeEntry): boolean {
  return checks !== undefined || notNull === true;
}

/** A check that was never validated is added when the domain is there. */
function domainSql(name: string, { baseType, collation, default: value, notNull, checks = [] }: TypeEntry): string {
  const written = ({ name: own, expression }: DomainCheck) =>
    `CONSTRAINT ${quoteIdentifier(own)} CHECK (${shownText(expression)})`;
  const words = [
    `CREATE DOMAIN ${name} AS ${baseType ?? "text"}`,
    ...(collation === undefined ? [] : [`COLLATE ${quoteIdentifier(collation)}`]),
    ...(value === undefined ? [] : [`DEFAULT ${shownText(value)}`]),
    ...(notNull ? ["NOT NULL"] : []),
    ...checks.filter(({ validated }) => validated).map(written),
  ];
  const late = checks
    .filter(({ validated }) => !validated)
    .map((check) => `\nALTER DOMAIN ${name} ADD ${written(check)} NOT VALID;`);
  return `${words.join(" ")};${late.join("")}`;
}

/** A string as SQL writes it. */
export function literal(text: string): string {
  const quoted = `'${text.replaceAll("'", "''").replaceAll("\\", "\\\\")}'`;
  return text.includes("\\") ? `E${quoted}` : quoted;
}
