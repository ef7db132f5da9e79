package org.allowput.ops.acceptance.deploy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.allowput.ops.cli.OperationException;

/** The checkout of this repository whose build is deployed. */
public record BuiltCheckout(Path root) {
    /** The system property that {@code bin/acceptance} sets. */
    private static final String PROPERTY = "allowput.checkout";

    static final String CDK = "node_modules/aws-cdk";

    /**
     * The checkout that the command was started from.
     *
     * @throws OperationException if something that is deployed is not built or installed
     */
    public static BuiltCheckout current() {
        BuiltCheckout checkout = new BuiltCheckout(
                Path.of(System.getProperty(PROPERTY, ".")).toAbsolutePath().normalize());
        if (!Files.exists(checkout.zip())) {
            throw new OperationException("There is no " + checkout.root.relativize(checkout.zip())
                    + ": run bin/acceptance in a checkout of this repository, which builds it.");
        }
        if (!Files.exists(checkout.root.resolve(CDK))) {
            throw new OperationException("The CDK is not installed: run npm ci in " + checkout.root + ".");
        }
        return checkout;
    }

    public Path zip() {
        return root.resolve("lambda/target/function.zip");
    }

    /** The version of the CDK's command line. */
    public String cdkVersion() {
        try {
            return String.valueOf(JSON.std.mapFrom(text(CDK + "/package.json")).get("version"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A template in {@code templates}. */
    public String template(String stack) {
        return text("templates/" + stack + ".yaml");
    }

    private String text(String file) {
        try {
            return Files.readString(root.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
