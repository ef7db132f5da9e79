package org.allowput.ops.plan.model;

import org.allowput.ops.plan.price.Price;

/**
 * What is to be copied.
 *
 * @param objectsPerSecond created or overwritten, on average
 * @param peakPerSecond of the busiest time, which settings and quotas have to suffice for
 * @param prefixes over which the keys are spread evenly, in both buckets
 * @param keys how both buckets encrypt
 * @param targets buckets to which each object is copied, in an account each
 * @param backfill objects that exist already and are to be copied once; 0 for none
 */
public record Workload(
        double objectsPerSecond,
        double peakPerSecond,
        ObjectSizes sizes,
        long prefixes,
        Keys keys,
        int targets,
        double backfill) {
    /** How a bucket encrypts. */
    public enum Keys {
        SSE_S3("SSE-S3"),
        /** With a KMS key, and a request to KMS for each object. */
        KMS("KMS keys"),
        /** With a KMS key and a Bucket Key, which leaves few requests to KMS. */
        KMS_BUCKET_KEY("KMS keys with Bucket Keys");

        private final String text;

        Keys(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Requests to KMS per body that is put or read. */
    double requestsToKms() {
        return keys == Keys.KMS ? 1 : 0;
    }

    double objectsPerMonth() {
        return objectsPerSecond * Price.MONTH_SECONDS;
    }
}
