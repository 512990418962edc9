import { linesOf, type TextLine } from "../text-lines.ts";
import { fillVariables, imageEngine } from "./images.ts";
import { engineNamed, majorIn, type Told } from "./told.ts";

/** Reads a file of which one line tells; `line` is cut, so that no line takes long. */
export function lineMarks(text: string, read: (line: string) => Omit<Told, "line"> | undefined): readonly Told[] {
  const found: Told[] = [];
  for (const line of linesOf(text)) {
    const told = read(line.text.slice(0, 500));
    if (told !== undefined) found.push({ ...told, line });
    if (found.length >= MOST) break;
  }
  return found;
}

/** More lines of one file than these tell nothing new. */
const MOST = 20;

/** `FROM postgis/postgis:15-3.3`, arguments of the file put in. */
export function dockerfileMarks(text: string): readonly Told[] {
  const variables = new Map<string, string>();
  return lineMarks(text, (line) => {
    const argument = /^\s*ARG\s+(\w{1,80})=["']?([\w.-]{1,80})/.exec(line);
    if (argument?.[1] !== undefined && argument[2] !== undefined) variables.set(argument[1], argument[2]);
    const image = /^\s*FROM\s+(?:--platform=\S+\s+)?(\S+)/i.exec(line)?.[1];
    return image === undefined ? undefined : imageEngine(fillVariables(image, variables).text);
  });
}

/** `provider = "postgresql"` of a Prisma datasource; a generator's provider is none of these words. */
export function providerMarks(text: string): readonly Told[] {
  return lineMarks(text, (line) => engineOnly(/^\s*provider\s*=\s*"(\w+)"/.exec(line)?.[1]));
}

/** `-- Dumped from database version 15.3` of pg_dump's header, which stands at the top. */
export function dumpMarks(text: string): readonly Told[] {
  return lineMarks(text.slice(0, 16_384), (line) => {
    if (line.startsWith("-- PostgreSQL database dump")) return { engine: "postgres", version: undefined };
    const digits = dumpVersion(line);
    return digits === undefined ? undefined : { engine: "postgres", version: majorIn(digits) };
  });
}

/** The digits of the major version in pg_dump's header. */
export function dumpVersion(line: string): string | undefined {
  return /^-- Dumped from database version (\d{1,2})(?!\d)/.exec(line)?.[1];
}

/** Where pg_dump's header ends at the latest, in UTF-16 code units: this is looked at with every edit of every file. */
const HEADER = 4096;

/** The line of pg_dump's header that names the server's version. */
export function dumpHeader(text: string): TextLine | undefined {
  const head = text.slice(0, HEADER);
  if (!head.includes("-- Dumped from database version ")) return undefined;
  for (const line of linesOf(head)) {
    if (dumpVersion(line.text) !== undefined) return line;
    if (line.number > 40) return undefined;
  }
  return undefined;
}

/**
 * The engine that a program's configuration names after one of these keys, read as text and never run: `dialect:
 * "postgresql"` of Drizzle, `client: 'pg'` of Knex, `'ENGINE': 'django.db.backends.postgresql'`, `adapter: postgresql`.
 */
export function namedEngineMarks(text: string): readonly Told[] {
  return lineMarks(text, (line) => {
    const found =
      /^[^#/]{0,80}?["']?\b(?:dialect|driver|client|type|adapter|engine|ENGINE)["']?\s{0,8}[:=]\s{0,8}["']?([\w.-]{2,60})/.exec(
        line,
      );
    return engineOnly(found?.[1]?.split(".").at(-1));
  });
}

function engineOnly(word: string | undefined): Omit<Told, "line"> | undefined {
  const engine = word === undefined ? undefined : engineNamed(word);
  return engine === undefined ? undefined : { engine, version: undefined };
}

/** Keys whose value is a database's address, and keys whose value is its kind: no user, host or password is taken for one. */
const ADDRESS_KEY = /(?:DATABASE|DB|POSTGRES|PG|SQL|JDBC|datasource|url|uri|dsn)/i;
const KIND_KEY = /(?:DRIVER|CONNECTION|DIALECT|CLIENT|ENGINE|ADAPTER|DB_TYPE)$/i;

/**
 * The scheme of a database's address: `DATABASE_URL=postgres://…`, `sqlalchemy.url = postgresql+psycopg://…`, `jdbc:postgresql:`.
 * No more than the key and the scheme is ever shown.
 */
export function addressMarks(text: string): readonly Told[] {
  return lineMarks(text, (line) => {
    const sign = line.search(/[=:]/);
    const key = line.slice(0, Math.max(0, sign)).trim();
    if (sign < 1 || key.startsWith("#") || key.startsWith(";")) return undefined;
    const value = line
      .slice(sign + 1)
      .trim()
      .replace(/^["']/, "");
    const scheme = ADDRESS_KEY.test(key) ? /^(?:jdbc:)?([a-z]\w{1,20})(?:\+\w{1,20})?:/i.exec(value)?.[1] : undefined;
    const kind = KIND_KEY.test(key) ? /^\w{1,20}/.exec(value)?.[0] : undefined;
    const engine = engineNamed(scheme ?? kind ?? "");
    if (engine === undefined) return undefined;
    return { engine, version: undefined, shown: scheme === undefined ? `${key}=${kind}` : `${key}=${scheme}://…` };
  });
}

/** `postgres 16.2` of asdf's `.tool-versions`. */
export function toolVersionMarks(text: string): readonly Told[] {
  return lineMarks(text, (line) => {
    const version = /^postgres(?:ql)?\s+(\d[\w.]*)/.exec(line)?.[1];
    return version === undefined ? undefined : { engine: "postgres", version: majorIn(version) };
  });
}

/** `pkgs.postgresql_16` of Nix. */
export function nixMarks(text: string): readonly Told[] {
  return lineMarks(text, (line) => {
    const version = /^[^#]{0,200}?\bpostgresql_(\d{1,2})(?!\d)/.exec(line)?.[1];
    return version === undefined ? undefined : { engine: "postgres", version: majorIn(version) };
  });
}
