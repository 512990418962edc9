import { folderOf, nameOf } from "./paths.ts";

/** The number that tells which migration a file belongs to, or its folder where that has it. */
export function versionOf(path: string): string {
  const number = /^[VU]?(\d[\d._-]*)/;
  return number.exec(nameOf(path))?.[1] ?? number.exec(nameOf(folderOf(path)))?.[1] ?? folderOf(path);
}

/** The moment in a migration's version, in UTC and as the digits of year, month, day, hour, minute and second; undefined where it is no moment. */
export function momentOf(path: string): string | undefined {
  const digits = versionOf(path).replace(/\D/g, "");
  if (/^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/.test(digits))
    return digits.slice(0, 14).padEnd(14, "0");
  // Seconds or milliseconds since 1970, as some tools have it.
  if (!/^(?:\d{10}|\d{13})$/.test(digits)) return undefined;
  return digitsOf(Number(digits) * (digits.length === 10 ? 1000 : 1));
}

/** Milliseconds since 1970 as the digits of a moment. */
export function digitsOf(time: number): string {
  return new Date(time).toISOString().replace(/\D/g, "").slice(0, 14);
}

/** How long after the first migration the second was made by their names, in milliseconds; undefined where a name tells no moment. */
export function timeBetween(first: string, second: string): number | undefined {
  const [from, to] = [momentOf(first), momentOf(second)];
  return from === undefined || to === undefined ? undefined : timeOf(to) - timeOf(from);
}

function timeOf(digits: string): number {
  const part = (from: number, to: number) => Number(digits.slice(from, to));
  return Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8), part(8, 10), part(10, 12), part(12, 14));
}
