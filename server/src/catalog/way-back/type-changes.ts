import type { TypeEntry } from "../catalog.ts";
import { sameList } from "../lists.ts";
import { normalText } from "./normal-text.ts";
import type { Twins } from "./twins.ts";

/** Whether nothing differs between two forms of a type. */
export function isSameType(twins: Twins, now: TypeEntry, wanted: TypeEntry): boolean {
  return (
    now.schema === wanted.schema &&
    now.name === wanted.name &&
    now.comment === wanted.comment &&
    now.owner === wanted.owner &&
    hasSameForm(twins, now, wanted)
  );
}

/** Whether two types hold the same, whatever they are called. */
export function hasSameForm(twins: Twins, now: TypeEntry, wanted: TypeEntry): boolean {
  return (
    now.form === wanted.form &&
    sameList(now.values, wanted.values) &&
    hasSameAttributes(twins, now, wanted) &&
    hasSameBase(twins, now, wanted) &&
    hasSameRules(now, wanted) &&
    (now.form !== "other" || now.origin.segment === wanted.origin.segment)
  );
}

function hasSameAttributes(twins: Twins, { attributes: now = [] }: TypeEntry, { attributes: wanted = [] }: TypeEntry) {
  return (
    now.length === wanted.length &&
    now.every((own, at) => {
      const other = wanted[at];
      return (
        other !== undefined &&
        own.name === other.name &&
        own.collation === other.collation &&
        own.comment === other.comment &&
        twins.haveSameType(own, other)
      );
    })
  );
}

/** Whether two domains rest on the same. */
export function hasSameBase(twins: Twins, now: TypeEntry, wanted: TypeEntry): boolean {
  if (now.collation !== wanted.collation) return false;
  if (now.base === undefined || wanted.base === undefined) return now.baseType === wanted.baseType;
  return twins.haveSameType(now.base, wanted.base);
}

function hasSameRules(now: TypeEntry, wanted: TypeEntry): boolean {
  const checks = ({ checks: own = [] }: TypeEntry) =>
    own.map(({ name, expression, validated }) => `${name} ${validated} ${normalText(expression)}`).toSorted();
  return (
    normalText(now.default) === normalText(wanted.default) &&
    now.notNull === wanted.notNull &&
    sameList(checks(now), checks(wanted))
  );
}
