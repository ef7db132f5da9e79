package org.allowput.sandbox.acceptance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that run in two accounts of AWS, too ({@code -Pacceptance}). They get a {@link Deployment}, and the
 * {@link AcceptanceRun} if there are two profiles. What the emulator alone can do has the tag {@value #EMULATOR_ONLY}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("acceptance")
@ExtendWith(DeploymentFixture.class)
public @interface Acceptance {
    /** The tag of tests that the profile leaves out. */
    String EMULATOR_ONLY = "emulator-only";

    AcceptanceRun.Way value();
}
