package org.allowput.lambda.copy;

import org.allowput.lambda.UnusedClients;
import org.allowput.lambda.s3.S3Source;

/** A source bucket of which each request is an UnsupportedOperationException, unless a test answers it. */
class UnusedSource extends S3Source {
    UnusedSource() {
        super(UnusedClients.s3(), UnusedClients.s3(), "source", "222222222222");
    }
}
