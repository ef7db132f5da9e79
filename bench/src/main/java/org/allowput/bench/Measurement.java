package org.allowput.bench;

/**
 * What a copy took.
 *
 * @param wall seconds from its start to its end
 * @param cpu seconds of processor time, its own and the kernel's on its behalf
 * @param first seconds from the first event to its response; 0 of a program without events
 * @param resident the most memory that it had resident, in MiB
 */
record Measurement(double wall, double cpu, double first, double resident) {
    /** Reads the four numbers, which spaces separate. */
    static Measurement parse(String text) {
        String[] numbers = text.strip().split(" ", -1);
        return new Measurement(
                Double.parseDouble(numbers[0]),
                Double.parseDouble(numbers[1]),
                Double.parseDouble(numbers[2]),
                Double.parseDouble(numbers[3]));
    }

    String text() {
        return wall + " " + cpu + " " + first + " " + resident;
    }
}
