/** Counts changes of files, so that it can be told whether any file but one has changed. */
export interface Touches {
  /** Notes that the file changed; without a path, that any may have. */
  note(path?: string): void;
  /** How many changes there were of anything but the file. */
  besides(path: string): number;
}

/** Nothing has changed yet. */
export function noTouches(): Touches {
  const own = new Map<string, number>();
  let all = 0;
  return {
    note(path) {
      all += 1;
      if (path !== undefined) own.set(path, (own.get(path) ?? 0) + 1);
    },
    besides: (path) => all - (own.get(path) ?? 0),
  };
}
