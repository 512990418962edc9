import { type Block, type BlockField, fieldOf, plainKey } from "./blocks.ts";
import { fillVariables, imageEngine } from "./images.ts";
import { engineNamed, majorIn, type Told } from "./told.ts";

/** Names whose values may be put into others: those of files with variables of their own and of `.env` beside them. */
export type Variables = ReadonlyMap<string, string>;

/**
 * What blocks tell of the engines that run: images of containers, and the engines and versions that providers of
 * databases are asked for. Every reader looks at one block at a time.
 */
export function blockMarks(blocks: readonly Block[], variables: Variables): readonly Told[] {
  const known = new Map([...ownVariables(blocks), ...variables]);
  return blocks.flatMap((block) => READERS.flatMap((read) => read(block, known) ?? []));
}

type BlockReader = (block: Block, variables: Variables) => Told | readonly Told[] | undefined;

const READERS: readonly BlockReader[] = [
  images,
  imageInParts,
  listedServices,
  engineAndVersion,
  providersVersion,
  herokuAddon,
  devcontainerFeature,
  installedTool,
];

/** Constants in the file itself: `POSTGRES_VERSION: "15"` under `variables:` or `env:`. */
function ownVariables(blocks: readonly Block[]): Variables {
  const found = blocks
    .flatMap(({ fields }) => fields)
    .filter(({ key, value }) => /^[A-Z][A-Z0-9_]*$/.test(key) && value.length < 80);
  return new Map(found.map(({ key, value }) => [key, value]));
}

/** `image: postgres:16`, CloudNativePG's `imageName:`, Fly's and Terraform's `image = "…"`. */
function images({ fields }: Block, variables: Variables): readonly Told[] {
  return fields.flatMap((field) => (IMAGE_KEYS.has(plainKey(field.key)) ? (imageTold(field, variables) ?? []) : []));
}

const IMAGE_KEYS: ReadonlySet<string> = new Set(["image", "imagename", "dockerimage", "dev", "devurl"]);

function imageTold(field: BlockField, variables: Variables): Told | undefined {
  const { text, used } = fillVariables(field.value, variables);
  const atlas = /^docker:\/\/(\w{1,40})\/([\w.-]{1,40})/.exec(text);
  const told = imageEngine(atlas === null ? text : `${atlas[1]}:${atlas[2]}`);
  if (told === undefined) return undefined;
  const shown = used.length === 0 ? undefined : `${field.line.text.trim()} (${used.join(", ")})`;
  return shown === undefined ? { ...told, line: field.line } : { ...told, line: field.line, shown };
}

/** Helm's values: `repository: bitnami/postgresql` and `tag: 16.2`, or a tag alone under `postgresql: image:`. */
function imageInParts(block: Block): Told | undefined {
  const tag = fieldOf(block, "tag");
  if (tag === undefined) return undefined;
  const chart = block.path.at(-1) === "image" ? block.path.at(-2) : undefined;
  const repository = fieldOf(block, "repository", "name")?.value ?? chart;
  const told = repository === undefined ? undefined : imageEngine(`${repository}:${tag.value}`);
  return told && { ...told, line: tag.line };
}

/** `services:` of GitLab and Bitbucket: `- postgres:15`, `- name: postgres:15`. */
function listedServices(block: Block, variables: Variables): Told | undefined {
  if (block.path.at(-1) !== "services") return undefined;
  const field = fieldOf(block, "-", "name");
  return field && imageTold(field, variables);
}

/** `engine` and `engine_version` of Terraform, Pulumi and CloudFormation; sqlc names the engine alone. */
function engineAndVersion(block: Block): Told | undefined {
  const named = fieldOf(block, "engine");
  const engine = named && engineNamed(named.value);
  if (named === undefined || engine === undefined) return undefined;
  const version = engine === "postgres" ? fieldOf(block, "engineversion") : undefined;
  const major = version && majorIn(version.value);
  if (version === undefined || major === undefined) return { engine, version: undefined, line: named.line };
  return { engine, version: major, line: version.line };
}

/**
 * Keys that only providers of Postgres have: Google's `database_version = "POSTGRES_15"`, Azure's `version` of a Postgres
 * server, Render's `postgresMajorVersion`, Crunchy's `postgresVersion`, Zalando's `postgresql: version:`.
 */
function providersVersion(block: Block): readonly Told[] {
  return block.fields.flatMap((field) => {
    const text = providersText(block, field);
    const version = text === undefined ? undefined : majorIn(text);
    return version === undefined ? [] : [{ engine: "postgres" as const, version, line: field.line }];
  });
}

function providersText(block: Block, { key, value }: BlockField): string | undefined {
  const name = plainKey(key);
  if (name === "postgresmajorversion" || name === "postgresversion") return value;
  if (name === "databaseversion") return /^POSTGRES_(\d+)/.exec(value)?.[1];
  if (name !== "version") return undefined;
  const isAzures = block.path.some((part) => part.startsWith("azurerm_postgresql"));
  return isAzures || block.path.at(-1) === "postgresql" ? value : undefined;
}

/** `"plan": "heroku-postgresql:standard-0"` with `"options": { "version": "15" }`. */
function herokuAddon(block: Block): Told | undefined {
  const plan = fieldOf(block, "plan", "-");
  if (plan?.value.startsWith("heroku-postgresql")) {
    return { engine: "postgres", version: undefined, line: plan.line };
  }
  const isOptions = block.path.at(-1) === "options" && block.parent !== undefined;
  const outer = isOptions ? fieldOf(block.parent, "plan") : undefined;
  const version = fieldOf(block, "version");
  if (version === undefined || !outer?.value.startsWith("heroku-postgresql")) return undefined;
  return { engine: "postgres", version: majorIn(version.value), line: version.line };
}

/** A feature of a development container that installs Postgres: `"ghcr.io/…/postgresql:1": { "version": "16" }`. */
function devcontainerFeature(block: Block): Told | undefined {
  if (block.path.at(-2) !== "features" || !/\/postgres(?:ql)?(?::|$)/.test(block.path.at(-1) ?? "")) return undefined;
  const version = fieldOf(block, "version");
  return version && { engine: "postgres", version: majorIn(version.value), line: version.line };
}

/** `postgres = "16"` under `[tools]` of mise. */
function installedTool(block: Block): Told | undefined {
  const field = block.path.at(-1) === "tools" ? fieldOf(block, "postgres", "postgresql") : undefined;
  return field && { engine: "postgres", version: majorIn(field.value), line: field.line };
}
