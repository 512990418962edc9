/** Extensions that come with every Postgres from 12 on. Making each of them is watched on real servers: it locks nothing that is there. */
export const EXTENSIONS_OF_POSTGRES: ReadonlySet<string> = new Set(
  (
    "amcheck bloom btree_gin btree_gist citext cube dblink dict_int dict_xsyn earthdistance file_fdw fuzzystrmatch " +
    "hstore intarray isn lo ltree moddatetime pageinspect pg_buffercache pg_freespacemap pg_prewarm " +
    "pg_stat_statements pg_trgm pg_visibility pgcrypto pgrowlocks pgstattuple plpgsql postgres_fdw seg sslinfo " +
    "tablefunc tcn tsm_system_rows tsm_system_time unaccent uuid-ossp xml2"
  ).split(" "),
);
