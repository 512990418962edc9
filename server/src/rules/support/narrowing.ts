import type { ColumnType } from "../../catalog/catalog.ts";

/** What of the old type's values the new type does not hold. */
interface Narrowing {
  /** A clause: "a number above 2147483647 is out of range". */
  readonly what: string;
  /** Whether Postgres refuses such a value; else it changes it without a word. */
  readonly fails: boolean;
}

/** How a value gets its new type: by assignment, or by an expression of the author's own. */
type How = "assigned" | "converted";

/** What a change from one type to the other loses, of types that a size or a precision limits; undefined for nothing, and for all other types. */
export function narrowing(from: ColumnType, to: ColumnType, how: How): Narrowing | undefined {
  if (from.dimensions > 0 || to.dimensions > 0 || from.typeSchema !== undefined || to.typeSchema !== undefined)
    return undefined;
  return ofNumbers(from, to) ?? ofStrings(from, to, how) ?? ofTimes(from, to);
}

const LARGEST: Readonly<Record<string, string>> = { int2: "32767", int4: "2147483647", int8: "9223372036854775807" };
const WIDTHS: readonly string[] = ["int2", "int4", "int8"];
const FRACTIONS: ReadonlySet<string> = new Set(["numeric", "float4", "float8"]);

function ofNumbers(from: ColumnType, to: ColumnType): Narrowing | undefined {
  const [before, after] = [WIDTHS.indexOf(from.type), WIDTHS.indexOf(to.type)];
  if (before >= 0 && after >= 0 && after < before) {
    return { what: `a number above ${LARGEST[to.type]} is out of its range`, fails: true };
  }
  if (FRACTIONS.has(from.type) && after >= 0)
    return { what: "what stands behind the decimal point is rounded away", fails: false };
  if (from.type === "float8" && to.type === "float4") return { what: "of 15 digits it keeps 6", fails: false };
  if (from.type === "numeric" && (to.type === "float4" || to.type === "float8")) {
    return { what: `of the exact digits it keeps ${to.type === "float4" ? 6 : 15}`, fails: false };
  }
  return from.type === "numeric" && to.type === "numeric" ? ofDigits(from, to) : undefined;
}

function ofDigits(from: ColumnType, to: ColumnType): Narrowing | undefined {
  const [after, scaleAfter = 0] = to.modifiers;
  const [before, scaleBefore = 0] = from.modifiers;
  if (after === undefined) return undefined;
  if (before === undefined)
    return {
      what: `a number with more than ${after - scaleAfter} digits before the point overflows, and behind the point ${scaleAfter} are kept`,
      fails: true,
    };
  if (after - scaleAfter < before - scaleBefore) {
    return { what: `a number with more than ${after - scaleAfter} digits before the point overflows`, fails: true };
  }
  return scaleAfter < scaleBefore
    ? { what: `of ${scaleBefore} digits behind the point ${scaleAfter} are kept`, fails: false }
    : undefined;
}

const STRINGS: ReadonlySet<string> = new Set(["text", "varchar", "bpchar"]);

function ofStrings(from: ColumnType, to: ColumnType, how: How): Narrowing | undefined {
  if (!STRINGS.has(from.type) || !STRINGS.has(to.type) || to.type === "text") return undefined;
  const [before] = from.modifiers;
  const after = to.type === "bpchar" ? (to.modifiers[0] ?? 1) : to.modifiers[0];
  if (after === undefined || (before !== undefined && before <= after)) return undefined;
  // A cast that the author writes cuts; an assignment refuses.
  if (how === "converted")
    return { what: `text longer than ${after} characters is cut where USING casts it`, fails: false };
  return { what: `text longer than ${after} characters is too long`, fails: true };
}

const MOST_DIGITS = 6;
const STAMPS: ReadonlySet<string> = new Set(["timestamp", "timestamptz"]);

function ofTimes(from: ColumnType, to: ColumnType): Narrowing | undefined {
  if (STAMPS.has(from.type) && to.type === "date") return { what: "the time of day is lost", fails: false };
  if (STAMPS.has(from.type) && (to.type === "time" || to.type === "timetz"))
    return { what: "the day is lost", fails: false };
  if (!STAMPS.has(from.type) || !STAMPS.has(to.type)) return undefined;
  const [before = MOST_DIGITS] = from.modifiers;
  const [after = MOST_DIGITS] = to.modifiers;
  return after < before ? { what: `of ${before} digits of a second ${after} are kept`, fails: false } : undefined;
}
