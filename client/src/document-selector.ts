import type { DocumentSelector } from "vscode-languageclient/node";

/**
 * What is reviewed: by language, whatever the file system (an unsaved document, a repository opened remotely), and
 * Prisma files by name too, which no language owns where neither we nor another extension could claim them.
 * `lockkeeper.json` is here for the findings about itself.
 */
export const DOCUMENT_SELECTOR = [
  { language: "sql" },
  { language: "postgres" },
  { language: "pgsql" },
  { language: "plpgsql" },
  { language: "prisma" },
  { pattern: "**/*.prisma" },
  { pattern: "**/lockkeeper.json" },
] as const satisfies DocumentSelector;
