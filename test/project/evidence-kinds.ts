import type { Texts } from "./detected.ts";

const lines = (...rows: readonly string[]) => `${rows.join("\n")}\n`;

/** A kind of evidence, a workspace that holds nothing else, and what is told of a migration in `db/`. */
export const kinds: readonly (readonly [kind: string, texts: Texts, expected: string])[] = [
  [
    "a Prisma schema of several files",
    {
      "prisma/schema/base.prisma": lines("datasource db {", '  provider = "postgresql"', "}"),
      "prisma/schema/user.prisma": "model User {\n  id Int @id\n}\n",
    },
    'postgres 15 prisma/schema/base.prisma:2 provider = "postgresql"',
  ],
  [
    "Prisma's lock",
    { "prisma/migrations/migration_lock.toml": 'provider = "mysql"\n' },
    'mysql 8 prisma/migrations/migration_lock.toml:1 provider = "mysql"',
  ],
  [
    "compose",
    { "compose.yaml": lines("services:", "  db:", "    image: pgvector/pgvector:0.8.0-pg17") },
    "postgres 17 compose.yaml:3 image: pgvector/pgvector:0.8.0-pg17",
  ],
  [
    "compose with a variable that .env sets over its default",
    {
      "docker-compose.yml": lines("services:", "  db:", `    image: postgres:\${POSTGRES_VERSION:-16}-alpine`),
      ".env": "# local\nPOSTGRES_PASSWORD=hunter2\nPOSTGRES_VERSION=14\n",
    },
    `postgres 14 docker-compose.yml:3 image: postgres:\${POSTGRES_VERSION:-16}-alpine (POSTGRES_VERSION=14)`,
  ],
  [
    "a service of GitHub's workflows",
    {
      ".github/workflows/test.yml": lines(
        "jobs:",
        "  test:",
        "    services:",
        "      postgres:",
        "        image: postgres:16.2",
        "        env: { POSTGRES_PASSWORD: x }",
      ),
    },
    "postgres 16 .github/workflows/test.yml:5 image: postgres:16.2",
  ],
  [
    "a service of GitLab's pipeline, with a variable of the file",
    {
      ".gitlab-ci.yml": lines(
        "variables:",
        '  PG_VERSION: "13"',
        "test:",
        "  services:",
        "    - redis:7",
        `    - postgres:$PG_VERSION`,
      ),
    },
    "postgres 13 .gitlab-ci.yml:6 - postgres:$PG_VERSION (PG_VERSION=13)",
  ],
  [
    "a named service of GitLab's pipeline",
    { ".gitlab-ci.yml": lines("services:", "- name: postgis/postgis:16-3.4", "  alias: db") },
    "postgres 16 .gitlab-ci.yml:2 - name: postgis/postgis:16-3.4",
  ],
  [
    "CircleCI",
    {
      ".circleci/config.yml": lines(
        "jobs:",
        "  build:",
        "    docker:",
        "      - image: cimg/node:20.1",
        "      - image: cimg/postgres:14.2",
      ),
    },
    "postgres 14 .circleci/config.yml:5 - image: cimg/postgres:14.2",
  ],
  [
    "Bitbucket's pipelines",
    { "bitbucket-pipelines.yml": lines("definitions:", "  services:", "    postgres:", "      image: postgres:13") },
    "postgres 13 bitbucket-pipelines.yml:4 image: postgres:13",
  ],
  [
    "a development container's feature",
    {
      ".devcontainer/devcontainer.json": lines(
        "{ // ours",
        '  "image": "mcr.microsoft.com/devcontainers/base:ubuntu",',
        '  "features": {',
        '    "ghcr.io/itsmechlark/features/postgresql:1": { "version": "16" },',
        "  }",
        "}",
      ),
    },
    'postgres 16 .devcontainer/devcontainer.json:4 "ghcr.io/itsmechlark/features/postgresql:1": { "version": "16" },',
  ],
  [
    "a development container's compose file",
    { ".devcontainer/docker-compose.yml": lines("services:", "  db:", '    image: "postgres:15-bookworm"') },
    'postgres 15 .devcontainer/docker-compose.yml:3 image: "postgres:15-bookworm"',
  ],
  [
    "a Dockerfile with an argument",
    { "docker/db.Dockerfile": lines("ARG PG=14", `FROM --platform=linux/amd64 postgres:\${PG}-alpine AS db`) },
    `postgres 14 docker/db.Dockerfile:2 FROM --platform=linux/amd64 postgres:\${PG}-alpine AS db`,
  ],
  [
    "Terraform for AWS",
    {
      "infra/rds.tf": lines(
        'resource "aws_db_instance" "main" {',
        '  engine         = "postgres"',
        '  engine_version = "15.4" # keep',
        '  password       = "hunter2"',
        "}",
      ),
    },
    'postgres 15 infra/rds.tf:3 engine_version = "15.4" # keep',
  ],
  [
    "Terraform for Aurora, through a module",
    {
      "infra/main.tf": lines(
        'module "db" {',
        '  source = "x"',
        '  engine = "aurora-postgresql"',
        '  engine_version = "13.9"',
        "}",
      ),
    },
    'postgres 13 infra/main.tf:4 engine_version = "13.9"',
  ],
  [
    "Terraform for Google",
    {
      "infra/sql.tf": lines(
        'resource "google_sql_database_instance" "db" {',
        '  database_version = "POSTGRES_14"',
        "}",
      ),
    },
    'postgres 14 infra/sql.tf:2 database_version = "POSTGRES_14"',
  ],
  [
    "Terraform for Azure",
    {
      "infra/db.tf": lines(
        'resource "azurerm_postgresql_flexible_server" "db" {',
        '  version = "16"',
        "}",
        "terraform {",
        '  version = "12"',
        "}",
      ),
    },
    'postgres 16 infra/db.tf:2 version = "16"',
  ],
  [
    "CloudFormation",
    {
      "deploy/stack.yaml": lines(
        "Resources:",
        "  Database:",
        "    Type: AWS::RDS::DBInstance",
        "    Properties:",
        "      Engine: postgres",
        "      EngineVersion: '16.3'",
        "      MasterUserPassword: !Ref Secret",
      ),
    },
    "postgres 16 deploy/stack.yaml:6 EngineVersion: '16.3'",
  ],
  [
    "CloudFormation in JSON",
    {
      "template.json": lines(
        '{ "Resources": { "D": { "Type": "AWS::RDS::DBCluster", "Properties": {',
        '  "Engine": "aurora-postgresql",',
        '  "EngineVersion": "14.9" } } } }',
      ),
    },
    'postgres 14 template.json:3 "EngineVersion": "14.9" } } } }',
  ],
  [
    "Pulumi",
    {
      "Pulumi.yaml": lines(
        "resources:",
        "  db:",
        "    type: aws:rds:Instance",
        "    properties:",
        "      engine: postgres",
        "      engineVersion: 17.1",
      ),
    },
    "postgres 17 Pulumi.yaml:6 engineVersion: 17.1",
  ],
  [
    "Helm's values for a chart",
    { "chart/values.yaml": lines("postgresql:", "  enabled: true", "  image:", '    tag: "15.4.0-debian-11-r45"') },
    'postgres 15 chart/values.yaml:4 tag: "15.4.0-debian-11-r45"',
  ],
  [
    "Helm's values with a repository",
    {
      "chart/values.yaml": lines(
        "db:",
        "  image:",
        "    registry: docker.io",
        "    repository: bitnami/postgresql",
        "    tag: 16.2.0",
      ),
    },
    "postgres 16 chart/values.yaml:5 tag: 16.2.0",
  ],
  [
    "Kubernetes",
    {
      "k8s/db.yml": lines(
        "kind: StatefulSet",
        "spec:",
        "  containers:",
        "  - name: db",
        "    image: postgres:16-alpine",
      ),
    },
    "postgres 16 k8s/db.yml:5 image: postgres:16-alpine",
  ],
  [
    "CloudNativePG",
    {
      "k8s/cluster.yaml": lines(
        "apiVersion: postgresql.cnpg.io/v1",
        "kind: Cluster",
        "spec:",
        "  imageName: ghcr.io/cloudnative-pg/postgresql:17.2",
      ),
    },
    "postgres 17 k8s/cluster.yaml:4 imageName: ghcr.io/cloudnative-pg/postgresql:17.2",
  ],
  [
    "Zalando's operator",
    { "k8s/pg.yaml": lines("kind: postgresql", "spec:", "  postgresql:", '    version: "15"') },
    'postgres 15 k8s/pg.yaml:4 version: "15"',
  ],
  [
    "Crunchy's operator",
    { "k8s/pg.yaml": lines("kind: PostgresCluster", "spec:", "  postgresVersion: 14") },
    "postgres 14 k8s/pg.yaml:3 postgresVersion: 14",
  ],
  [
    "Supabase's configuration",
    { "supabase/config.toml": lines("[api]", "major_version = 12", "[db]", "port = 54322", "major_version = 17") },
    "postgres 17 supabase/config.toml:5 major_version = 17",
  ],
  [
    "Drizzle's configuration",
    { "drizzle.config.ts": lines("export default defineConfig({", '  dialect: "postgresql",', "})") },
    'postgres 15 drizzle.config.ts:2 dialect: "postgresql",',
  ],
  [
    "a knexfile",
    { "knexfile.js": lines("// client: 'mysql'", "module.exports = { client: 'pg', connection: process.env.URL }") },
    "postgres 15 knexfile.js:2 module.exports = { client: 'pg', connection: process.env.URL }",
  ],
  [
    "TypeORM's configuration",
    { "ormconfig.json": '{\n  "type": "postgres"\n}\n' },
    'postgres 15 ormconfig.json:2 "type": "postgres"',
  ],
  [
    "Sequelize's configuration",
    { "config/config.json": '{ "production": {\n  "password": "hunter2",\n  "dialect": "mysql"\n} }\n' },
    'mysql 8 config/config.json:3 "dialect": "mysql"',
  ],
  [
    "Rails' configuration",
    { "config/database.yml": "default:\n  adapter: postgresql\n" },
    "postgres 15 config/database.yml:2 adapter: postgresql",
  ],
  [
    "Django's settings",
    { "shop/settings.py": lines("DATABASES = {'default': {", "    'ENGINE': 'django.db.backends.postgresql',", "}}") },
    "postgres 15 shop/settings.py:2 'ENGINE': 'django.db.backends.postgresql',",
  ],
  [
    "Alembic's configuration",
    { "alembic.ini": lines("[alembic]", "sqlalchemy.url = postgresql+psycopg://app:hunter2@db/app") },
    "postgres 15 alembic.ini:2 sqlalchemy.url=postgresql://…",
  ],
  [
    "the address in .env",
    { ".env": "export DATABASE_URL='postgres://app:hunter2@db/app'\n" },
    "postgres 15 .env:1 export DATABASE_URL=postgres://…",
  ],
  ["the driver in .env", { ".env": "GOOSE_DRIVER=sqlite3\nPGUSER=postgres\n" }, "sqlite 3 .env:1 GOOSE_DRIVER=sqlite3"],
  [
    "Flyway's configuration",
    { "flyway.conf": "flyway.url=jdbc:postgresql://db:5432/app?password=hunter2\n" },
    "postgres 15 flyway.conf:1 flyway.url=postgresql://…",
  ],
  [
    "Atlas's configuration",
    { "atlas.hcl": lines('env "local" {', '  dev = "docker://postgres/16/dev?search_path=public"', "}") },
    'postgres 16 atlas.hcl:2 dev = "docker://postgres/16/dev?search_path=public"',
  ],
  [
    "sqlc's configuration",
    { "sqlc.yaml": 'sql:\n  - engine: "postgresql"\n' },
    'postgres 15 sqlc.yaml:2 - engine: "postgresql"',
  ],
  [
    "a dump's header",
    {
      "db/structure.sql":
        "--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version 16.3 (Debian 16.3-1)\n",
    },
    "postgres 16 db/structure.sql:5 -- Dumped from database version 16.3 (Debian 16.3-1)",
  ],
  [
    "Heroku's app.json",
    {
      "app.json":
        '{ "addons": [\n  { "plan": "heroku-postgresql:standard-0",\n    "options": { "version": "15" } } ] }\n',
    },
    'postgres 15 app.json:3 "options": { "version": "15" } } ] }',
  ],
  [
    "Render",
    { "render.yaml": "databases:\n  - name: db\n    postgresMajorVersion: 15\n" },
    "postgres 15 render.yaml:3 postgresMajorVersion: 15",
  ],
  [
    "Fly",
    { "fly.toml": '[build]\n  image = "flyio/postgres-flex:16.2"\n' },
    'postgres 16 fly.toml:2 image = "flyio/postgres-flex:16.2"',
  ],
  ["mise", { "mise.toml": '[tools]\nnode = "20"\npostgres = "17"\n' }, 'postgres 17 mise.toml:3 postgres = "17"'],
  ["asdf", { ".tool-versions": "nodejs 20.1\npostgres 15.6\n" }, "postgres 15 .tool-versions:2 postgres 15.6"],
  [
    "Nix",
    { "flake.nix": "{\n  packages = [ pkgs.postgresql_16 ];\n}\n" },
    "postgres 16 flake.nix:2 packages = [ pkgs.postgresql_16 ];",
  ],
];
