package org.allowput.infra;

import java.nio.file.Path;
import org.allowput.infra.settings.function.FunctionArchitecture;

/**
 * The functions as the build leaves them.
 *
 * @param replication copies objects
 * @param reconciliationOnArm compares the source bucket with the receipts on a schedule, with a database for arm64
 * @param reconciliationOnX86 the same for x86_64
 */
public record FunctionZips(Path replication, Path reconciliationOnArm, Path reconciliationOnX86) {
    /** @param paths of each, in the order of the components */
    static FunctionZips of(String... paths) {
        return new FunctionZips(Path.of(paths[0]), Path.of(paths[1]), Path.of(paths[2]));
    }

    Path reconciliation(FunctionArchitecture architecture) {
        return architecture == FunctionArchitecture.ARM64 ? reconciliationOnArm : reconciliationOnX86;
    }
}
