import type { Engine } from "../project.ts";
import { majorIn } from "./told.ts";

/** Names of images of Postgres, the registry and the owner left off. */
const POSTGRES_IMAGES: ReadonlySet<string> = new Set([
  "postgres",
  "postgresql",
  "postgresql-repmgr",
  "postgis",
  "postgres-postgis",
  "postgres-flex",
  "postgres-ssl",
  "pgvector",
  "crunchy-postgres",
  "timescaledb",
  "timescaledb-ha",
]);

/** What a container's image tells. */
export interface ImageEngine {
  readonly engine: Engine;
  readonly version: number | undefined;
}

/**
 * The engine that an image holds, and its major version where the tag tells it: `postgres:16.2-alpine`,
 * `timescale/timescaledb:2.14.2-pg15`, `ghcr.io/cloudnative-pg/postgresql:16.2`. Registries may have a port.
 */
export function imageEngine(image: string): ImageEngine | undefined {
  const colon = image.indexOf(":", image.lastIndexOf("/") + 1);
  const path = (colon < 0 ? image : image.slice(0, colon)).split("@")[0] ?? "";
  const tag = colon < 0 ? "" : image.slice(colon + 1);
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name === "mysql" || name === "mariadb") return { engine: "mysql", version: undefined };
  const inName = /^(?:spilo|postgres|postgresql)-(\d{1,2})$/.exec(name)?.[1];
  if (inName !== undefined) return { engine: "postgres", version: majorIn(inName) };
  if (!POSTGRES_IMAGES.has(name)) return undefined;
  return { engine: "postgres", version: taggedVersion(name, tag) };
}

/** Extensions' images carry the server's version behind `pg`; Crunchy's carry it behind the system's. */
function taggedVersion(name: string, tag: string): number | undefined {
  const marked = /(?:^|-)pg(\d{1,2})(?!\d)/.exec(tag)?.[1];
  if (marked !== undefined) return majorIn(marked);
  if (name.startsWith("timescale") || name === "pgvector") return undefined;
  return majorIn(name === "crunchy-postgres" ? (tag.split("-")[1] ?? "") : tag);
}

/** A text with its variables put in, and those that were, as they are shown to a person. */
export interface Filled {
  readonly text: string;
  readonly used: readonly string[];
}

/**
 * Puts variables into a text as compose does: `$NAME`, `${NAME}`, `${NAME:-default}`. One that is not known stays empty.
 * https://docs.docker.com/reference/compose-file/interpolation/
 */
export function fillVariables(text: string, variables: ReadonlyMap<string, string>): Filled {
  const used: string[] = [];
  const filled = text.replace(/\$(?:\{(\w{1,80})(?::?-([^}$]{0,80}))?\}|(\w{1,80}))/g, (_, braced, fallback, bare) => {
    const name: string = braced ?? bare;
    const known = variables.get(name);
    if (known === undefined || known === "") return fallback ?? "";
    used.push(`${name}=${known}`);
    return known;
  });
  return { text: filled, used };
}
