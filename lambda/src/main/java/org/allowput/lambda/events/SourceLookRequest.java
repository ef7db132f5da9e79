package org.allowput.lambda.events;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.allowput.contract.event.SourceLook;

/** A look at the source bucket, which the schedule asks for, asynchronously. It delivers nothing to copy. */
public record SourceLookRequest(SourceLook look) implements InvocationRequest {
    @Override
    public List<Delivery> deliveries() {
        return List.of();
    }

    /** Nobody reads the answer: the metric tells what was seen. */
    @Override
    public void answer(List<DeliveryResult> results, OutputStream out) throws IOException {
        out.write("null".getBytes(StandardCharsets.US_ASCII));
    }
}
