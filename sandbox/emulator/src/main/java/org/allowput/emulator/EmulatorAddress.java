package org.allowput.emulator;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.allowput.emulator.local.TlsCertificate;
import software.amazon.awssdk.regions.Region;

/** The address of an emulator, which is enough to use it from another process. */
public record EmulatorAddress(int port, TlsCertificate certificate) {
    /** The one region of the emulators' accounts. */
    public static final Region REGION = Region.US_EAST_1;

    /**
     * By its number: SDKs then put the bucket into the path, as names below localhost resolve on some computers only.
     */
    public URI endpoint() {
        return URI.create("https://127.0.0.1:" + port);
    }

    /** The environment variables by which a program finds it and acts as an account's administrator. */
    public Map<String, String> variables(Account administrator) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AWS_ENDPOINT_URL", endpoint().toString());
        variables.put("AWS_CA_BUNDLE", certificate.certificate().toString());
        variables.put("AWS_ACCESS_KEY_ID", administrator.id());
        variables.put("AWS_SECRET_ACCESS_KEY", Account.ADMINISTRATOR_SECRET);
        variables.put("AWS_REGION", REGION.id());
        variables.put("AWS_DEFAULT_REGION", REGION.id());
        return variables;
    }

    @Override
    public String toString() {
        return endpoint().toString();
    }
}
