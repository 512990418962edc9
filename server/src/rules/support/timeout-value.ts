const UNITS = { us: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** How long a timeout is in milliseconds, as Postgres reads the value; 0 for none at all, undefined where it is no duration. */
export function timeoutMilliseconds(value: string): number | undefined {
  const [, digits, unit = "ms"] = /^\s*(\d+(?:\.\d+)?)\s{0,9}(us|ms|s|min|h|d)?\s*$/.exec(value) ?? [];
  if (digits === undefined || !isUnit(unit)) return undefined;
  return Math.round(Number(digits) * UNITS[unit]);
}

function isUnit(unit: string): unit is keyof typeof UNITS {
  return unit in UNITS;
}
