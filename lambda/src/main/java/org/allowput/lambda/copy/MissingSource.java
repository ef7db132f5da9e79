package org.allowput.lambda.copy;

/** What to do about the target object when the source object does not exist. */
public enum MissingSource {
    /** Leave the target as it is, and report it: the removal of an object is not replicated. */
    SKIP,
    /** Delete the target object as well. */
    DELETE,
    /** Fail and leave the target as it is: the object was expected to exist. */
    FAIL
}
