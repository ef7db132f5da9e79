package org.allowput.infra;

import java.nio.file.Path;

/**
 * The functions as the build leaves them.
 *
 * @param replication copies objects
 * @param reconciliation compares the source bucket with the receipts on a schedule
 */
public record FunctionZips(Path replication, Path reconciliation) {}
