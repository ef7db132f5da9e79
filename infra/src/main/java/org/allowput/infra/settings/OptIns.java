package org.allowput.infra.settings;

/**
 * What the role may do beyond putting objects, each by one named statement, and how it is assumed.
 *
 * @param replicateTags copy an object's tags
 * @param replicateDeletes delete an object's copy when the object is deleted
 * @param abortUploads clean up a multipart upload that failed, instead of leaving it to the bucket's lifecycle rule
 * @param sourceIdentity name the function in what account A's audit trail keeps of a session, whatever it assumes next
 * @param narrowSessions assume the role for each invocation, allowed to write that invocation's keys and no others
 */
public record OptIns(
        boolean replicateTags,
        boolean replicateDeletes,
        boolean abortUploads,
        boolean sourceIdentity,
        boolean narrowSessions) {
    static OptIns read(Section section) {
        OptIns optIns = new OptIns(
                section.value("replicateTags", Shape.flag(), false),
                section.value("replicateDeletes", Shape.flag(), false),
                section.value("abortUploads", Shape.flag(), false),
                section.value("sourceIdentity", Shape.flag(), false),
                section.value("narrowSessions", Shape.flag(), false));
        section.end();
        return optIns;
    }
}
