package org.allowput.lambda.multipart;

import java.util.Optional;
import org.allowput.lambda.s3.Target;

/**
 * A part that is in the target.
 *
 * @param part as the target took it
 * @param checksum of the algorithm that the source has one of the whole of; absent if the target returned none
 */
public record CopiedPart(Target.Part part, Optional<String> checksum) {}
