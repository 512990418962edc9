import { blockMarks, type Variables } from "./marks/block-marks.ts";
import { braceBlocks, tomlBlocks } from "./marks/brace-blocks.ts";
import { jsonBlocks } from "./marks/json-blocks.ts";
import {
  addressMarks,
  dockerfileMarks,
  dumpMarks,
  namedEngineMarks,
  nixMarks,
  providerMarks,
  toolVersionMarks,
} from "./marks/line-marks.ts";
import type { Told } from "./marks/told.ts";
import { yamlBlocks } from "./marks/yaml-blocks.ts";
import { below, folderOf } from "./paths.ts";
import type { Engine, Evidence } from "./project.ts";
import { evidenceOf, linesOf } from "./text-lines.ts";
import type { FolderView, Tree } from "./tree.ts";

/** Something that tells the engine, its version or both, and for which folder it speaks. */
export interface EngineMark {
  /** Absolute. */
  readonly scope: string;
  readonly engine: Engine;
  readonly version: number | undefined;
  readonly evidence: Evidence;
}

/** More than this is no file that a person wrote to say which engine runs, in UTF-16 code units. */
const LARGEST = 262_144;

/** How many files are read of which only the ending says that they could tell something. */
const MOST_GUESSED = 400;

/** No file tells more than this many things. */
const MOST_MARKS = 20;

/** Reads the marks of a file's text. */
type Reader = (text: string, variables: Variables) => readonly Told[];

/** What the workspace's files say of its engines: tools' configurations, containers, CI, providers, dumps. */
export function engineMarks(tree: Tree): readonly EngineMark[] {
  let guesses = MOST_GUESSED;
  return [...tree.above, ...tree.folders.values()].flatMap((folder) => {
    const variables = dotEnv(folder);
    return folder.files.flatMap((name) => {
      const known = knownReader(folder, name);
      const guessed = known === undefined && guesses > 0 ? guessedReader(name) : undefined;
      if (guessed !== undefined) guesses -= 1;
      const reader = known ?? guessed;
      if (reader === undefined) return [];
      const text = folder.read(name);
      if (text.length > LARGEST && reader !== dumpMarks) return [];
      const path = below(folder.path, name);
      const scope = scopeOf(folder, name);
      return reader(text, variables)
        .slice(0, MOST_MARKS)
        .map((told) => markOf(path, scope, told));
    });
  });
}

function markOf(path: string, scope: string, { engine, version, line, shown }: Told): EngineMark {
  const evidence = evidenceOf(path, shown === undefined ? line : { ...line, text: shown });
  return { scope, engine, version, evidence };
}

const yaml: Reader = (text, variables) => blockMarks(yamlBlocks(text), variables);
const json: Reader = (text, variables) => blockMarks(jsonBlocks(text), variables);
const braces: Reader = (text, variables) => blockMarks(braceBlocks(text), variables);
const toml: Reader = (text, variables) => blockMarks(tomlBlocks(text), variables);

/** Readers of files whose names say what they are; the first that fits. */
const KNOWN: readonly (readonly [name: RegExp, reader: Reader])[] = [
  [/^migration_lock\.toml$|\.prisma$/, providerMarks],
  [/(?:^|_)(?:structure|schema|dump)\.sql$/, dumpMarks],
  [/^(?:docker-)?compose\b.*\.ya?ml$/, yaml],
  [/^\.gitlab-ci\.yml$|^bitbucket-pipelines\.yml$|^render\.yaml$|^sqlc\.ya?ml$/, yaml],
  [/^Dockerfile|\.[Dd]ockerfile$/, dockerfileMarks],
  [/^devcontainer\.json$|^app\.json$|^template\.json$|\.template\.json$/, json],
  [/^fly\.toml$|^\.?mise\.toml$/, toml],
  [/^\.tool-versions$/, toolVersionMarks],
  [/^(?:shell|default|flake|devenv)\.nix$/, nixMarks],
  [/^\.env(?:\..+)?$|^alembic\.ini$|^flyway\.(?:conf|toml)$|^liquibase\.properties$|^diesel\.toml$/, addressMarks],
  [/^application(?:-\w+)?\.properties$|^sqitch\.conf$/, addressMarks],
  [/^drizzle\.config\.\w+$|^knexfile\.\w+$|^ormconfig\.\w+$|^data-source\.[jt]s$/, namedEngineMarks],
  [
    /^settings\.py$|^database\.yml$|^atlas\.hcl$/,
    (text, variables) => [...namedEngineMarks(text), ...braces(text, variables)],
  ],
];

function knownReader(folder: FolderView, name: string): Reader | undefined {
  if (name === "_journal.json" && folder.name === "meta") return namedEngineMarks;
  if (name === "config.toml" && folder.name === "supabase") return supabaseMarks;
  if (name === "config.json" && folder.name === "config") return namedEngineMarks;
  if (name.endsWith(".py") && folder.name === "settings") return namedEngineMarks;
  if (/\.ya?ml$/.test(name) && SERVICE_FOLDERS.has(folder.name)) return yaml;
  return KNOWN.find(([pattern]) => pattern.test(name))?.[1];
}

/** Folders of CI services, each of whose files is theirs. */
const SERVICE_FOLDERS: ReadonlySet<string> = new Set(["workflows", ".circleci"]);

/** Infrastructure as code: Terraform, Helm, Kubernetes, CloudFormation and Pulumi are told by what is in the file. */
function guessedReader(name: string): Reader | undefined {
  if (/\.tf$/.test(name)) return ifSpoken(braces);
  return /\.ya?ml$/.test(name) && !/(?:^|[.-])lock\.ya?ml$/.test(name) ? ifSpoken(yaml) : undefined;
}

/** Most such files have nothing to say, which a search for one word finds out fastest. */
function ifSpoken(reader: Reader): Reader {
  return (text, variables) => (/postgres|postgis|pgvector|timescale|spilo/i.test(text) ? reader(text, variables) : []);
}

/** `major_version = 15` under `[db]` of Supabase's `config.toml`. */
function supabaseMarks(text: string): readonly Told[] {
  const database = tomlBlocks(text).find(({ path }) => path.join(".") === "db");
  const fields = (database?.fields ?? []).filter(({ key }) => key === "major_version");
  return blockMarks(
    [{ path: [], parent: undefined, fields: fields.map((field) => ({ ...field, key: "postgresVersion" })) }],
    new Map(),
  );
}

/** What `.env` of the folder gives to the configurations beside it. */
function dotEnv(folder: FolderView): Variables {
  if (!folder.files.includes(".env")) return new Map();
  const found = new Map<string, string>();
  for (const line of linesOf(folder.read(".env").slice(0, LARGEST))) {
    const match = /^\s*(?:export\s+)?(\w{1,80})=["']?([\w.:/-]{1,80})["']?\s*(?:#.*)?$/.exec(line.text.slice(0, 500));
    if (match?.[1] !== undefined && match[2] !== undefined) found.set(match[1], match[2]);
  }
  return found;
}

/** Files in a folder of a tool's own speak for the folder that holds it. */
function scopeOf(folder: FolderView, name: string): string {
  if (folder.name === "workflows") return folderOf(folderOf(folder.path));
  const isInside = folder.name === ".circleci" || folder.name === ".devcontainer" || name === "_journal.json";
  return isInside || (name === "config.json" && folder.name === "config") || name === "database.yml"
    ? folderOf(folder.path)
    : folder.path;
}
