import type { MigrationTool } from "../project.ts";
import { atlas } from "./atlas.ts";
import { deltas, letteredVersions, ownRunner, river, versionedFolders } from "./custom.ts";
import { dbmate } from "./dbmate.ts";
import { diesel } from "./diesel.ts";
import { drizzle } from "./drizzle.ts";
import { flyway } from "./flyway.ts";
import { golangMigrate } from "./golang-migrate.ts";
import { goose } from "./goose.ts";
import { graphileMigrate } from "./graphile-migrate.ts";
import { liquibase } from "./liquibase.ts";
import { nodePgMigrate } from "./node-pg-migrate.ts";
import { plain } from "./plain.ts";
import { popx } from "./popx.ts";
import { postgresMigrations } from "./postgres-migrations.ts";
import { prisma } from "./prisma.ts";
import { PROGRAMMED } from "./programmed.ts";
import { rails } from "./rails.ts";
import { sqitch } from "./sqitch.ts";
import { sqlx } from "./sqlx.ts";
import { supabase } from "./supabase.ts";
import type { Tool } from "./tool.ts";

/**
 * The tools in the order in which a folder is asked about: what a tool writes into its files or beside them comes before
 * what only the names tell, for several tools share names. Atlas comes after goose and dbmate, whose files it can run.
 */
export const DETECTED_TOOLS: readonly Tool[] = [
  sqitch,
  graphileMigrate,
  drizzle,
  prisma,
  supabase,
  goose,
  dbmate,
  liquibase,
  atlas,
  ...PROGRAMMED,
  diesel,
  flyway,
  letteredVersions,
  river,
  popx,
  deltas,
  versionedFolders,
  sqlx,
  golangMigrate,
  postgresMigrations,
  nodePgMigrate,
  rails,
  plain,
];

/** Every tool that is known, those included that only the configuration names. */
export const ALL_TOOLS: readonly Tool[] = [...DETECTED_TOOLS, ownRunner];

/** The tool of that name, for a folder that the configuration gives to it. */
export function toolNamed(name: MigrationTool): Tool {
  if (name === "custom") return ownRunner;
  return DETECTED_TOOLS.find((tool) => tool.name === name) ?? plain;
}
