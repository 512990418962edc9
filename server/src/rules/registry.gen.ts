// Drawn from the files of this folder by test/derived/registry.test.ts; `npm test -- -u` redraws it.
import type { Rule } from "../engine/rule.ts";
import addedColumnRewritesTable from "./migration/added-column-rewrites-table.ts";
import alterTableRepeated from "./migration/alter-table-repeated.ts";
import applicationNameMissing from "./migration/application-name-missing.ts";
import attachPartitionScans from "./migration/attach-partition-scans.ts";
import autovacuumDisabled from "./migration/autovacuum-disabled.ts";
import backfillUnderLock from "./migration/backfill-under-lock.ts";
import cachedPlanBreaks from "./migration/cached-plan-breaks.ts";
import checkValidatedAtOnce from "./migration/check-validated-at-once.ts";
import columnDropRemovesIndex from "./migration/column-drop-removes-index.ts";
import columnDropped from "./migration/column-dropped.ts";
import columnRenamed from "./migration/column-renamed.ts";
import concurrentIndexLeftInvalid from "./migration/concurrent-index-left-invalid.ts";
import concurrentRefreshLock from "./migration/concurrent-refresh-lock.ts";
import concurrentlyRefused from "./migration/concurrently-refused.ts";
import constrainedDomain from "./migration/constrained-domain.ts";
import constraintDropped from "./migration/constraint-dropped.ts";
import constraintNeverValidated from "./migration/constraint-never-validated.ts";
import copyInMigration from "./migration/copy-in-migration.ts";
import dataChangeInMigration from "./migration/data-change-in-migration.ts";
import databaseDropped from "./migration/database-dropped.ts";
import defaultPartition from "./migration/default-partition.ts";
import defaultPartitionScanned from "./migration/default-partition-scanned.ts";
import detachPartitionNotConcurrent from "./migration/detach-partition-not-concurrent.ts";
import doBlockUnreadable from "./migration/do-block-unreadable.ts";
import domainConstraintScansTables from "./migration/domain-constraint-scans-tables.ts";
import downMigrationIncomplete from "./migration/down-migration-incomplete.ts";
import downMigrationMissing from "./migration/down-migration-missing.ts";
import dropBreaksDependents from "./migration/drop-breaks-dependents.ts";
import dropCascade from "./migration/drop-cascade.ts";
import dropIndexNotConcurrent from "./migration/drop-index-not-concurrent.ts";
import editedAppliedMigration from "./migration/edited-applied-migration.ts";
import emptyMigration from "./migration/empty-migration.ts";
import emptyTransaction from "./migration/empty-transaction.ts";
import enumValueAdded from "./migration/enum-value-added.ts";
import enumValueRemoved from "./migration/enum-value-removed.ts";
import enumValueRenamed from "./migration/enum-value-renamed.ts";
import enumValueUsedInTransaction from "./migration/enum-value-used-in-transaction.ts";
import enumValueWithoutPlace from "./migration/enum-value-without-place.ts";
import exclusionConstraintBuildsIndex from "./migration/exclusion-constraint-builds-index.ts";
import explicitTableLock from "./migration/explicit-table-lock.ts";
import extensionVersionNotPinned from "./migration/extension-version-not-pinned.ts";
import fileWithoutTransaction from "./migration/file-without-transaction.ts";
import foreignKeyLocksOtherTable from "./migration/foreign-key-locks-other-table.ts";
import foreignKeyValidatedAtOnce from "./migration/foreign-key-validated-at-once.ts";
import idleTimeoutMissing from "./migration/idle-timeout-missing.ts";
import ifNotExistsHidesDifference from "./migration/if-not-exists-hides-difference.ts";
import indexNotConcurrent from "./migration/index-not-concurrent.ts";
import jsonWithoutEquality from "./migration/json-without-equality.ts";
import lockTimeoutMissing from "./migration/lock-timeout-missing.ts";
import lockTimeoutTooLong from "./migration/lock-timeout-too-long.ts";
import longTransaction from "./migration/long-transaction.ts";
import manyOperationsInMigration from "./migration/many-operations-in-migration.ts";
import manyTablesLocked from "./migration/many-tables-locked.ts";
import materializedViewFilledInMigration from "./migration/materialized-view-filled-in-migration.ts";
import migrationNotPickedUp from "./migration/migration-not-picked-up.ts";
import nestedTransaction from "./migration/nested-transaction.ts";
import notNullDropped from "./migration/not-null-dropped.ts";
import notNullScan from "./migration/not-null-scan.ts";
import objectDropped from "./migration/object-dropped.ts";
import partitionOfLocksParent from "./migration/partition-of-locks-parent.ts";
import partitionsLockedWithParent from "./migration/partitions-locked-with-parent.ts";
import primaryKeyBuildsIndex from "./migration/primary-key-builds-index.ts";
import primaryKeyDropped from "./migration/primary-key-dropped.ts";
import primaryKeyOverNullableColumn from "./migration/primary-key-over-nullable-column.ts";
import refreshNotConcurrent from "./migration/refresh-not-concurrent.ts";
import reindexNotConcurrent from "./migration/reindex-not-concurrent.ts";
import requiredColumnAdded from "./migration/required-column-added.ts";
import routineBodySyntax from "./migration/routine-body-syntax.ts";
import schemaDropped from "./migration/schema-dropped.ts";
import schemaRenamed from "./migration/schema-renamed.ts";
import sequenceBehindData from "./migration/sequence-behind-data.ts";
import sequenceNarrowerThanColumn from "./migration/sequence-narrower-than-column.ts";
import statementAfterAccessExclusive from "./migration/statement-after-access-exclusive.ts";
import statementNotRepeatable from "./migration/statement-not-repeatable.ts";
import statementTimeoutMissing from "./migration/statement-timeout-missing.ts";
import statementTimeoutTooLong from "./migration/statement-timeout-too-long.ts";
import statisticsLost from "./migration/statistics-lost.ts";
import statisticsMissing from "./migration/statistics-missing.ts";
import storageChangeRewrites from "./migration/storage-change-rewrites.ts";
import subtransactionLoop from "./migration/subtransaction-loop.ts";
import syntaxNewerThanServer from "./migration/syntax-newer-than-server.ts";
import tableDropped from "./migration/table-dropped.ts";
import tableMoved from "./migration/table-moved.ts";
import tableRenamed from "./migration/table-renamed.ts";
import tableTruncated from "./migration/table-truncated.ts";
import timeoutCancelsConcurrentBuild from "./migration/timeout-cancels-concurrent-build.ts";
import transactionLeftOpen from "./migration/transaction-left-open.ts";
import triggerChangeLocks from "./migration/trigger-change-locks.ts";
import truncateCascade from "./migration/truncate-cascade.ts";
import typeChangeRewrites from "./migration/type-change-rewrites.ts";
import typeNarrowed from "./migration/type-narrowed.ts";
import unbatchedBackfill from "./migration/unbatched-backfill.ts";
import uniqueConstraintBuildsIndex from "./migration/unique-constraint-builds-index.ts";
import vacuumFullOrCluster from "./migration/vacuum-full-or-cluster.ts";
import validatedInSameTransaction from "./migration/validated-in-same-transaction.ts";
import volatileDefaultSet from "./migration/volatile-default-set.ts";
import prismaDatetimeWithoutTimezone from "./prisma/prisma-datetime-without-timezone.ts";
import prismaRelationWithoutIndex from "./prisma/prisma-relation-without-index.ts";
import foreignKeyWithoutIndex from "./schema/foreign-key-without-index.ts";
import schemaDrift from "./schema/schema-drift.ts";
import timestampWithoutTimeZone from "./schema/timestamp-without-time-zone.ts";

/** Every rule that has a file of its own, by id. */
export const REGISTRY: readonly Rule[] = [
  addedColumnRewritesTable,
  alterTableRepeated,
  applicationNameMissing,
  attachPartitionScans,
  autovacuumDisabled,
  backfillUnderLock,
  cachedPlanBreaks,
  checkValidatedAtOnce,
  columnDropRemovesIndex,
  columnDropped,
  columnRenamed,
  concurrentIndexLeftInvalid,
  concurrentRefreshLock,
  concurrentlyRefused,
  constrainedDomain,
  constraintDropped,
  constraintNeverValidated,
  copyInMigration,
  dataChangeInMigration,
  databaseDropped,
  defaultPartition,
  defaultPartitionScanned,
  detachPartitionNotConcurrent,
  doBlockUnreadable,
  domainConstraintScansTables,
  downMigrationIncomplete,
  downMigrationMissing,
  dropBreaksDependents,
  dropCascade,
  dropIndexNotConcurrent,
  editedAppliedMigration,
  emptyMigration,
  emptyTransaction,
  enumValueAdded,
  enumValueRemoved,
  enumValueRenamed,
  enumValueUsedInTransaction,
  enumValueWithoutPlace,
  exclusionConstraintBuildsIndex,
  explicitTableLock,
  extensionVersionNotPinned,
  fileWithoutTransaction,
  foreignKeyLocksOtherTable,
  foreignKeyValidatedAtOnce,
  foreignKeyWithoutIndex,
  idleTimeoutMissing,
  ifNotExistsHidesDifference,
  indexNotConcurrent,
  jsonWithoutEquality,
  lockTimeoutMissing,
  lockTimeoutTooLong,
  longTransaction,
  manyOperationsInMigration,
  manyTablesLocked,
  materializedViewFilledInMigration,
  migrationNotPickedUp,
  nestedTransaction,
  notNullDropped,
  notNullScan,
  objectDropped,
  partitionOfLocksParent,
  partitionsLockedWithParent,
  primaryKeyBuildsIndex,
  primaryKeyDropped,
  primaryKeyOverNullableColumn,
  prismaDatetimeWithoutTimezone,
  prismaRelationWithoutIndex,
  refreshNotConcurrent,
  reindexNotConcurrent,
  requiredColumnAdded,
  routineBodySyntax,
  schemaDrift,
  schemaDropped,
  schemaRenamed,
  sequenceBehindData,
  sequenceNarrowerThanColumn,
  statementAfterAccessExclusive,
  statementNotRepeatable,
  statementTimeoutMissing,
  statementTimeoutTooLong,
  statisticsLost,
  statisticsMissing,
  storageChangeRewrites,
  subtransactionLoop,
  syntaxNewerThanServer,
  tableDropped,
  tableMoved,
  tableRenamed,
  tableTruncated,
  timeoutCancelsConcurrentBuild,
  timestampWithoutTimeZone,
  transactionLeftOpen,
  triggerChangeLocks,
  truncateCascade,
  typeChangeRewrites,
  typeNarrowed,
  unbatchedBackfill,
  uniqueConstraintBuildsIndex,
  vacuumFullOrCluster,
  validatedInSameTransaction,
  volatileDefaultSet,
];
