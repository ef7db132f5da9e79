package org.allowput.infra.settings;

/**
 * What the role may do beyond putting objects, each by one named statement.
 *
 * @param replicateTags copy an object's tags
 * @param replicateDeletes delete an object's copy when the object is deleted
 * @param abortUploads clean up a multipart upload that failed, instead of leaving it to the bucket's lifecycle rule
 */
public record OptIns(boolean replicateTags, boolean replicateDeletes, boolean abortUploads) {
    static OptIns read(Section section) {
        OptIns optIns = new OptIns(
                section.value("replicateTags", Shape.flag(), false),
                section.value("replicateDeletes", Shape.flag(), false),
                section.value("abortUploads", Shape.flag(), false));
        section.end();
        return optIns;
    }
}
