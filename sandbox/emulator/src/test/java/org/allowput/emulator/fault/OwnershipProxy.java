package org.allowput.emulator.fault;

import java.nio.file.Path;
import java.util.Optional;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.strict.ObjectOwnership;
import org.allowput.emulator.strict.Refusal;
import org.allowput.emulator.strict.S3Request;
import org.allowput.emulator.strict.StrictS3;

/** A proxy that is strict for any client, and knows which account owns each object that went through it. */
public final class OwnershipProxy {
    private OwnershipProxy() {}

    /**
     * Starts one on a free port.
     *
     * @param certificate the folder that holds the emulator's certificate and key
     */
    public static FaultProxy start(Emulator emulator, Path certificate) {
        StrictS3 strict = StrictS3.forAnyClient(emulator);
        ObjectOwnership ownership = new ObjectOwnership(emulator);
        return FaultProxy.start(emulator.endpoint(), certificate, strict, request -> fate(request, strict, ownership));
    }

    private static Optional<Fault> fate(Request request, StrictS3 strict, ObjectOwnership ownership) {
        return switch (request.operation()) {
            case GET, HEAD -> ownership.refuse(request.s3()).map(OwnershipProxy::answer);
            case PUT, BEGIN_UPLOAD, COMPLETE_UPLOAD -> {
                S3Request s3 = request.s3();
                // A fault goes past the strict S3.
                yield strict.refuse(s3)
                        .map(OwnershipProxy::answer)
                        .or(() -> Optional.of(new Fault.ReadResponse(body -> ownership.learn(s3, body))));
            }
            default -> Optional.empty();
        };
    }

    private static Fault answer(Refusal refusal) {
        return new Fault.Answer(refusal.status(), refusal.code());
    }
}
