package org.allowput.emulator;

import java.net.URI;
import org.allowput.emulator.local.TlsCertificate;
import software.amazon.awssdk.regions.Region;

/** How an emulator is reached: enough to use it from another process. */
public record EmulatorAddress(int port, TlsCertificate certificate) {
    /** The one region of the emulators' accounts. */
    public static final Region REGION = Region.US_EAST_1;

    /**
     * By its number: SDKs then put the bucket into the path, as names below localhost resolve on some computers only.
     */
    public URI endpoint() {
        return URI.create("https://127.0.0.1:" + port);
    }

    @Override
    public String toString() {
        return endpoint().toString();
    }
}
