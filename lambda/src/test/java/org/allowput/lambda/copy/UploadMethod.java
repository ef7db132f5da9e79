package org.allowput.lambda.copy;

/** How an object goes to the target. */
enum UploadMethod {
    ONE_PUT(100_000),
    PARTS(CopySamples.LEAST + 1000);

    private final int size;

    UploadMethod(int size) {
        this.size = size;
    }

    /** Of an object that goes this way, in bytes. */
    int size() {
        return size;
    }
}
