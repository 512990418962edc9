import type { Document } from "../../engine/documents.ts";
import type { FileFacts } from "../../project/project.ts";
import { sectionsOf } from "../../sql/sections.ts";
import { isSent, segmentStarts } from "../../sql/segments.ts";
import type { Range } from "../../text/range.ts";

/** Where a migration's tool looks for its way back. */
export type RollbackPlace =
  | {
      readonly kind: "section";
      /** What the section takes the place of, or where it goes; offsets in the migration's file. */
      readonly range: Range;
      /** The comment that opens it: `-- +goose Down`. */
      readonly mark: string;
      /** Whether statements stand there already. */
      readonly isTaken: boolean;
    }
  | { readonly kind: "file"; readonly path: string }
  /** The tool has no place for it. */
  | { readonly kind: "none" };

/** Where the way back from the migration belongs. `hasDown` says whether the history has files that take others back. */
export function rollbackPlace(document: Document, facts: FileFacts, hasDown: boolean): RollbackPlace {
  const mark = markOf(document, facts);
  if (mark !== undefined) return sectionPlace(document, mark);
  const path = downPath(document.path, facts, hasDown);
  return path === undefined ? { kind: "none" } : { kind: "file", path };
}

const MARKS = { goose: "-- +goose Down", "sql-migrate": "-- +migrate Down", dbmate: "-- migrate:down" } as const;

function markOf({ segments }: Document, { tool }: FileFacts): string | undefined {
  const marked = segments
    .flatMap(({ marks }) => marks.map(({ mark }) => mark))
    .find(({ section }) => section !== undefined);
  const name = marked?.tool ?? tool;
  return name === "goose" || name === "sql-migrate" || name === "dbmate" ? MARKS[name] : undefined;
}

/** From the mark to the end of the section, or behind all else where there is none. */
function sectionPlace({ segments, text }: Document, mark: string): RollbackPlace {
  const sections = sectionsOf(segments);
  const starts = segmentStarts(segments);
  const first = sections.indexOf("down");
  if (first < 0) return { kind: "section", range: { start: text.length, end: text.length }, mark, isTaken: false };
  const next = sections.indexOf("up", first);
  const opened = segments[first]?.marks.find((placed) => placed.mark.section === "down");
  const start = (starts[first] ?? 0) + (opened?.range.start ?? 0);
  const end = next < 0 ? text.length : (starts[next] ?? text.length);
  const isTaken = segments.some((segment, index) => sections[index] === "down" && isSent(segment));
  return { kind: "section", range: { start, end }, mark, isTaken };
}

/** The path of the file that takes the migration back, by the habit of its tool. */
function downPath(path: string, { tool }: FileFacts, hasDown: boolean): string | undefined {
  const at = path.lastIndexOf("/") + 1;
  const [folder, name] = [path.slice(0, at), path.slice(at)];
  if (tool === "sqitch") return path.replace(/\/deploy\/([^/]+(?:\/[^/]+)*)$/, "/revert/$1");
  if (tool === "prisma") return hasDown && name === "migration.sql" ? `${folder}down.sql` : undefined;
  if (tool === "flyway") return hasDown && name.startsWith("V") ? `${folder}U${name.slice(1)}` : undefined;
  const down = name.replace(/(^|[._-])up(?=\.)/, "$1down");
  return down === name ? undefined : folder + down;
}
