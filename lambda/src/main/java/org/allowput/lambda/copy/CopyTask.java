package org.allowput.lambda.copy;

/** A copy task is one object to replicate: an event, or several events about the same object, ask for it. */
public record CopyTask(String sourceKey, String targetKey, MissingSource missingSource) {

    /** The action on the target object if the source object does not exist. */
    public enum MissingSource {
        /** Leave the target as it is, and report it: the removal of an object is not replicated. */
        SKIP,
        DELETE,
        /** Fail and leave the target as it is: the object was expected to exist. */
        FAIL,
        /**
         * The same where deletions are replicated: the PUT of an earlier attempt may have arrived after the deletion.
         */
        DELETE_AND_FAIL;

        /** A task of a job fails if it finds no object, unless the object was found before the workflow was started. */
        public MissingSource ofFoundObject() {
            return this == SKIP || this == FAIL ? SKIP : DELETE;
        }
    }
}
