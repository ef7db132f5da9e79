package org.allowput.emulator.proxy;

import java.time.Duration;
import java.util.function.Consumer;

/** What happens to a request on its way. Bytes are counted from 0, in the body as it is sent. */
public sealed interface Fault {
    /**
     * S3's or STS's XML error, instead of forwarding the request and, if it waits to be asked for it, before its body.
     */
    record Answer(int status, String code) implements Fault {}

    /** Status 200 and S3's XML error in the body, which S3 may answer to the completion of an upload. */
    record ErrorInside(String code) implements Fault {}

    /** The request waits, then goes on. */
    record Delay(Duration time) implements Fault {}

    /** The connection breaks before the request is forwarded. */
    record DropBefore() implements Fault {}

    /** The request is carried out, and the connection breaks in place of the answer. */
    record DropAfter() implements Fault {}

    /** The connection breaks when that many bytes of the request's body were forwarded. */
    record CutRequest(long bytes) implements Fault {}

    /** The connection breaks when that many bytes of the answer's body were forwarded. */
    record CutResponse(long bytes) implements Fault {}

    /** One bit of that byte of the request's body changes. */
    record FlipRequest(long at) implements Fault {}

    /** One bit of that byte of the answer's body changes. */
    record FlipResponse(long at) implements Fault {}

    /** The request is forwarded without that header, as by a peer that does not know it. */
    record RemoveHeader(String header) implements Fault {}

    /** Something happens elsewhere before the request is forwarded. */
    record RunFirst(Runnable event) implements Fault {}

    /** Nothing happens to it, but somebody else gets the answer's body, too. */
    record ReadResponse(Consumer<String> by) implements Fault {}
}
