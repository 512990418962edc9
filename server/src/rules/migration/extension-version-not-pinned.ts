import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import { defineRule } from "../../engine/rule.ts";

/** An extension in whatever version the server has. */
export default defineRule({
  id: "extension-version-not-pinned",
  group: "migration",
  title: "Extension without a version",
  severity: "nit",
  tag: "concern",
  set: "all",
  why: "CREATE EXTENSION without VERSION installs the server's default version, so the same migration makes different functions and types on different servers.",
  remedy: "Name the version that the other environments have: SELECT extversion FROM pg_extension.",
  sources: ["migrationpilot/MP078"],
  references: ["https://www.postgresql.org/docs/current/sql-createextension.html"],
  on: {
    createExtension(extension, ctx) {
      if (extension.version !== undefined) return;
      const name = quoteIdentifier(extension.name);
      ctx.report({
        range: extension.range,
        message: `CREATE EXTENSION ${name} installs the default version of the server that it runs on, which need not be the one that this migration was tried with. Write CREATE EXTENSION ${name} WITH VERSION '…' with the version that the other environments have (SELECT extversion FROM pg_extension WHERE extname = '${extension.name.replaceAll("'", "''")}').`,
      });
    },
  },
});
