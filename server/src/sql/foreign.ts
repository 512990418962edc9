import { tokenize } from "./lexer.ts";
import type { Segment } from "./segment.ts";

/** Words that MySQL, SQLite, SQL Server or Oracle know and Postgres rejects where they stand. */
const foreignWords =
  /\b(?:AUTO_INCREMENT|AUTOINCREMENT|ENGINE =|UNSIGNED|NVARCHAR|VARCHAR2|NVARCHAR2|NUMBER \(|IDENTITY \(|DELIMITER|TINYINT|MEDIUMINT|MEDIUMTEXT|LONGTEXT|LONGBLOB|CHARSET|PRAGMA|WITHOUT ROWID|SYSDATE|NVL|CLUSTERED|NONCLUSTERED|SHOW CREATE|LOCK TABLES|MODIFY COLUMN|CHANGE COLUMN|PACKAGE BODY|INSERT (?:OR )?IGNORE|INSERT OR REPLACE|REPLACE INTO|ON DUPLICATE KEY|DECLARE @|SET @|EXEC|PRINT|sp_rename|WITH \( NOLOCK)|@@\w|(?:^| )GO$|`|(?:FROM|INTO|TABLE|ON|UPDATE|EXISTS|\.|^|\(|,) \[ \w+ \]/i;

/** How much of a statement, in code units, and how many statements are searched for other dialects. */
const SEARCHED = 4000;
const SEARCHED_STATEMENTS = 200;

/**
 * Whether the file seems to be written for another server than Postgres. So it is where its first statement does not
 * parse and shows another dialect's words; where more than half of its statements do not parse and one of these
 * shows them; and where more than half do not parse and these are at least three. A statement that is being typed
 * among others that parse, or alone, is not enough.
 */
export function looksForeign(segments: readonly Segment[]): boolean {
  let read = 0;
  let isFirstFailed = false;
  const failed: Segment[] = [];
  // A loop, for this is asked after every edit, and most files have nothing that fails.
  for (const segment of segments) {
    const { parsed } = segment;
    if (parsed === undefined || (parsed.statement === undefined && parsed.error === undefined)) continue;
    if (parsed.error !== undefined) {
      failed.push(segment);
      isFirstFailed ||= read === 0;
    }
    read += 1;
  }
  const [first] = failed;
  if (first === undefined) return false;
  if (isFirstFailed && speaksAnotherDialect(first)) return true;
  if (failed.length * 2 <= read) return false;
  return failed.length >= 3 || failed.slice(0, SEARCHED_STATEMENTS).some(speaksAnotherDialect);
}

/** Whether words of another dialect stand in the statement, outside strings and comments. */
function speaksAnotherDialect({ text, body }: Segment): boolean {
  const searched = text.slice(body.start, Math.min(body.end, body.start + SEARCHED));
  const words = tokenize(searched)
    .filter(({ kind }) => kind !== "lineComment" && kind !== "blockComment")
    .map(({ kind, start, end }) => (kind === "string" || kind === "dollarString" ? "''" : searched.slice(start, end)));
  return foreignWords.test(words.join(" "));
}
