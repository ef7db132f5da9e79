package org.allowput.contract.event;

import org.allowput.contract.json.JsonObject;
import org.allowput.contract.json.UnreadableException;

/** A bucket's name as events carry it. Whether it is a bucket that exists is for others to tell. */
public final class BucketNameParser {
    /** Of a bucket in us-east-1 made before the limit became 63. */
    private static final int LONGEST = 255;

    private static final String LEGAL = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";

    private BucketNameParser() {}

    public static String of(JsonObject object, String field) throws UnreadableException {
        return checked(object.text(field), object.at(field));
    }

    /**
     * The bucket of {@code arn:aws:s3:::bucket}; AWS's examples of Batch Operations also have a region and an account
     * in it.
     */
    public static String ofArn(JsonObject object, String field) throws UnreadableException {
        String arn = object.text(field);
        String name = arn.substring(arn.lastIndexOf(':') + 1);
        if (!arn.startsWith("arn:") || !arn.contains(":s3:")) {
            throw new UnreadableException(
                    object.at(field) + " is no ARN of an S3 bucket; expected arn:aws:s3:::bucket");
        }
        return checked(name, object.at(field));
    }

    private static String checked(String name, String where) throws UnreadableException {
        if (name.isEmpty() || name.length() > LONGEST) {
            throw new UnreadableException(
                    where + " has " + name.length() + " characters; expected a bucket's name of 1 to " + LONGEST);
        }
        if (name.chars().anyMatch(character -> LEGAL.indexOf(character) < 0)) {
            throw new UnreadableException(where + " has a character that is in no bucket's name;"
                    + " expected letters, digits, dots, hyphens and underscores");
        }
        return name;
    }
}
