/** Years that a version may begin with to be taken for a moment. */
const FIRST_YEAR = 1970;
const LAST_YEAR = 2199;

/**
 * The version after this one, written as this one is: the next second, minute or day of the calendar where the digits are a
 * moment (`20231231235959`, `2023-12-31-235959`, `202312312359`, `20231231`), a second later where they count milliseconds,
 * else the last number and one, no shorter than before (`0009` gives `0010`, `1.9` gives `1.10`).
 */
export function nextVersion(version: string): string {
  const digits = version.replace(/\D/g, "");
  const moment = nextMoment(digits);
  if (moment !== undefined) return spread(moment, version);
  if (/^\d{13}$/.test(version)) return String(BigInt(version) + 1000n);
  const last = version.split(/\D/).at(-1) ?? "";
  if (last === "") return version;
  const next = String(BigInt(last) + 1n).padStart(last.length, "0");
  return version.slice(0, version.length - last.length) + next;
}

/** Digits that begin with a moment, one step of its finest part later; undefined where they begin with none. */
function nextMoment(digits: string): string | undefined {
  // What a clock adds beyond seconds, and what some tools add to tell two of the same second apart, stays.
  const length = Math.min(digits.length, 14);
  if (length !== 14 && length !== 12 && length !== 8) return undefined;
  const part = (from: number, to: number) => (from < length ? Number(digits.slice(from, to)) : 0);
  const [year, month, day, hour, minute, second] = [
    part(0, 4),
    part(4, 6),
    part(6, 8),
    part(8, 10),
    part(10, 12),
    part(12, 14),
  ];
  if (year < FIRST_YEAR || year > LAST_YEAR) return undefined;
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  if (written(time, length) !== digits.slice(0, length)) return undefined;
  const step = length === 14 ? 1000 : length === 12 ? 60_000 : 86_400_000;
  return written(time + step, length) + digits.slice(length);
}

function written(time: number, length: number): string {
  return new Date(time).toISOString().replace(/\D/g, "").slice(0, length);
}

/** The digits in the places of those of the pattern, which has as many. */
function spread(digits: string, pattern: string): string {
  let next = 0;
  return pattern.replace(/\d/g, () => digits[next++] ?? "");
}
