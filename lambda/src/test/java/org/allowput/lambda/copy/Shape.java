package org.allowput.lambda.copy;

/** How an object goes to the target. */
enum Shape {
    ONE_PUT(100_000),
    PARTS(Sample.LEAST + 1000);

    private final int size;

    Shape(int size) {
        this.size = size;
    }

    /** Of an object that goes this way, in bytes. */
    int size() {
        return size;
    }
}
