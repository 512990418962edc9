import type { Column } from "../../catalog/catalog.ts";
import { relationKey } from "../../catalog/keys.ts";
import { countedType } from "../../catalog/make-column.ts";
import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { numbersWords, withNumbers } from "../../catalog/sequence-numbers.ts";
import { columnSettingChanges } from "../../catalog/setting-words.ts";
import { privilegesSaid } from "../../catalog/way-back/privilege-changes.ts";
import { privilegesSql } from "../../catalog/way-back/privileges-sql.ts";
import type { Rewrite, RewriteStep, SqlContext } from "../../engine/rule.ts";
import { atomically, inOneTransaction } from "./rewrite-steps.ts";
import { backfillStep, dropSync, expandSteps, nameBeside, type Shadow } from "./shadow-column.ts";
import { commentOn, type ShadowPart, shadowParts } from "./shadow-parts.ts";

/** A change of a column as steps over several deploys. */
type ColumnSteps = Pick<Rewrite, "steps" | "makes">;

/**
 * A second column of the same name in the end: made, kept in step, filled, indexed, and then renamed into the place of
 * the first, which a third deploy drops. `after` is what the column shall be. Undefined where something hangs on it
 * that cannot be made beside it.
 */
export function replaceByType(ctx: SqlContext, shadow: Shadow, after: Column): ColumnSteps | undefined {
  const { table, name, column } = shadow;
  const parts = shadowParts(ctx, shadow, column.name);
  if (parts === undefined) return undefined;
  const [own, beside] = [quoteIdentifier(column.name), quoteIdentifier(shadow.shadow)];
  const old = quoteIdentifier(nameBeside(ctx, table, column.name, "old"));
  const turn = [
    ...dropSync(shadow),
    ...dropsOf(parts),
    ...moveIdentity(ctx, shadow, after),
    `ALTER TABLE ${name} RENAME COLUMN ${own} TO ${old}`,
    `ALTER TABLE ${name} RENAME COLUMN ${beside} TO ${own}`,
    ...moveDefault(ctx, shadow, { value: after.default, to: own, from: old }),
    ...(column.notNull ? [`ALTER TABLE ${name} ALTER COLUMN ${old} DROP NOT NULL`] : []),
    ...parts.flatMap(({ take }) => take),
    ...commentOn(`COLUMN ${name}.${own}`, column),
  ];
  const drop = `ALTER TABLE ${name} DROP COLUMN ${old}`;
  const words = `${table.name} ${column.name}`;
  const steps: readonly RewriteStep[] = [
    ...preparation(shadow, parts, after),
    ...atomically(
      ctx,
      {
        words: `switch ${words}`,
        deploy: 2,
        comment: `Switch: ${shadow.shadow} takes the place of ${column.name}. Apply it when no row is left without ${shadow.shadow}.`,
      },
      turn,
    ),
    ...afterwardsOf(parts, `validate keys to ${words}`),
    {
      sql: drop,
      transaction: "own",
      deploy: 3,
      words: `drop old ${words}`,
      comment: `Contract: what ${column.name} was before the switch. Apply it when nobody wants it back.`,
    },
  ];
  // A type that a later statement of the file drops or renames is still that of one of the two.
  const types = [column, after].flatMap(({ type, typeSchema }) => (typeSchema === undefined ? [] : [type]));
  return { steps, makes: [column.name, ...types] };
}

/** A second column with the new name, kept in step both ways until no code uses the first one, which then goes. */
export function replaceByName(ctx: SqlContext, shadow: Shadow): ColumnSteps | undefined {
  const { table, name, column } = shadow;
  const parts = shadowParts(ctx, shadow, shadow.shadow);
  if (parts === undefined) return undefined;
  const [old, own] = [quoteIdentifier(column.name), quoteIdentifier(shadow.shadow)];
  const contract = [
    ...dropSync(shadow),
    ...dropsOf(parts),
    ...moveDefault(ctx, shadow, { value: column.default, to: own, from: undefined }),
    `ALTER TABLE ${name} DROP COLUMN ${old}`,
    ...parts.flatMap(({ take }) => take),
    ...commentOn(`COLUMN ${name}.${own}`, column),
  ];
  const steps: readonly RewriteStep[] = [
    ...preparation(shadow, parts, column),
    ...atomically(
      ctx,
      {
        words: `drop ${table.name} ${column.name}`,
        deploy: 2,
        comment: `Contract: apply it when all code that runs reads and writes ${shadow.shadow}, and none ${column.name}.`,
      },
      contract,
    ),
    ...afterwardsOf(parts, `validate keys to ${table.name} ${shadow.shadow}`),
  ];
  return { steps, makes: [column.name, shadow.shadow] };
}

/** All that can be done while the first column is the one in use. `wanted` is how the second one is stored and sampled. */
function preparation(shadow: Shadow, parts: readonly ShadowPart[], wanted: Column): readonly RewriteStep[] {
  const { table, name } = shadow;
  const column = quoteIdentifier(shadow.shadow);
  const settings = columnSettingChanges({}, wanted, shadow.shadow);
  return [
    ...expandSteps(shadow, [
      ...settings.map((change) => `ALTER TABLE ${name} ${change}`),
      ...parts.flatMap(({ make }) => make),
    ]),
    backfillStep(shadow),
    ...inOneTransaction("own", { words: `validate ${table.name} ${shadow.shadow}` }, [
      ...parts.flatMap(({ validate }) => validate),
      `ANALYZE ${name} (${column})`,
    ]),
    ...parts.flatMap(({ build }) => build),
  ];
}

/** Keys that point at the table go first, since they rest on its own. */
function dropsOf(parts: readonly ShadowPart[]): readonly string[] {
  return parts.toReversed().flatMap(({ drop }) => drop);
}

function afterwardsOf(parts: readonly ShadowPart[], words: string): readonly RewriteStep[] {
  const statements = parts.flatMap(({ afterwards }) => afterwards);
  return inOneTransaction("own", { words, deploy: 2 }, statements);
}

/** The sequence of an identity cannot change its column: the new one goes on counting where it stands, for those who might use it. */
function moveIdentity(
  { before, file }: SqlContext,
  { name, column, shadow }: Shadow,
  { type }: Column,
): readonly string[] {
  const sequence = column.ownedSequence === undefined ? undefined : before.get(column.ownedSequence);
  if (column.identity === undefined || sequence?.kind !== "sequence") return [];
  const old = quotedName(sequence.schema, sequence.name);
  const beside = quotedName(sequence.schema, `${sequence.name}_new`);
  const alter = `ALTER TABLE ${name} ALTER COLUMN`;
  const numbers = numbersWords(withNumbers(sequence, undefined, countedType(type)));
  return [
    `${alter} ${quoteIdentifier(shadow)} ADD GENERATED ${column.identity.toUpperCase()} AS IDENTITY (SEQUENCE NAME ${beside}${numbers})`,
    `SELECT setval('${beside.replaceAll("'", "''")}', last_value, is_called) FROM ${old}`,
    `${alter} ${quoteIdentifier(column.name)} DROP IDENTITY`,
    `ALTER SEQUENCE ${beside} RENAME TO ${quoteIdentifier(sequence.name)}`,
    ...commentOn(`SEQUENCE ${old}`, sequence),
    ...privilegesSql(
      privilegesSaid({ key: relationKey(sequence.schema, sequence.name), entry: sequence }),
      file.engine.version,
    ),
  ];
}

/** The default, and the sequence that it takes from, go to the second column. */
function moveDefault(
  { before }: SqlContext,
  { name, column }: Shadow,
  { value, to, from }: { readonly value: string | undefined; readonly to: string; readonly from: string | undefined },
): readonly string[] {
  if (column.identity !== undefined || value === undefined) return [];
  const sequence = column.ownedSequence === undefined ? undefined : before.get(column.ownedSequence);
  const owned =
    sequence?.kind === "sequence"
      ? [`ALTER SEQUENCE ${quotedName(sequence.schema, sequence.name)} OWNED BY ${name}.${to}`]
      : [];
  return [
    `ALTER TABLE ${name} ALTER COLUMN ${to} SET DEFAULT ${value}`,
    ...owned,
    ...(from === undefined ? [] : [`ALTER TABLE ${name} ALTER COLUMN ${from} DROP DEFAULT`]),
  ];
}
