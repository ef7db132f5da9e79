package org.allowput.lambda.copy;

import static org.allowput.lambda.CopyFixture.SOURCE;
import static org.allowput.lambda.CopyFixture.TARGET;

import java.util.Optional;
import java.util.function.Predicate;
import org.allowput.emulator.proxy.ProxiedRequest;
import org.allowput.emulator.proxy.ProxiedRequest.Operation;
import org.allowput.lambda.CopyFixture;

/** A step of a copy, at which a fault happens. */
enum CopyStep {
    ASSUME("AssumeRole"),
    OPEN("GET of the source"),
    READ("ranged GET of the source"),
    LOOK("HEAD of the source"),
    WRITE("PUT to the target"),
    BEGIN("CreateMultipartUpload"),
    COMPLETE("CompleteMultipartUpload");

    private final String label;

    CopyStep(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }

    /** The requests that take this step for an object; nothing where no copy of that method takes it. */
    Optional<Predicate<ProxiedRequest>> requests(UploadMethod method, String key) {
        boolean parts = method == UploadMethod.PARTS;
        return switch (this) {
            case ASSUME -> Optional.of(request -> request.operation() == Operation.STS);
            case OPEN -> Optional.of(get(key).and(CopyStep::isWhole));
            case READ -> parts ? Optional.of(get(key).and(request -> !isWhole(request))) : Optional.empty();
            case LOOK -> Optional.of(CopyFixture.of(Operation.HEAD, SOURCE, key));
            case WRITE -> Optional.of(CopyFixture.of(parts ? Operation.PUT_PART : Operation.PUT, TARGET, key));
            case BEGIN -> parts ? Optional.of(CopyFixture.of(Operation.BEGIN_UPLOAD, TARGET, key)) : Optional.empty();
            case COMPLETE ->
                parts ? Optional.of(CopyFixture.of(Operation.COMPLETE_UPLOAD, TARGET, key)) : Optional.empty();
        };
    }

    private static Predicate<ProxiedRequest> get(String key) {
        return CopyFixture.of(Operation.GET, SOURCE, key);
    }

    private static boolean isWhole(ProxiedRequest request) {
        return request.header("Range").isEmpty();
    }
}
