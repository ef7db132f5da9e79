package org.allowput.ops.confirm;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An object that is not as account B's receipts say.
 *
 * @param kind a finding of the query {@code confirmation}: differs, missing, not-noted or not-read
 * @param versionId {@code null} where it has none
 */
record Finding(String kind, String key, String versionId, String why) {
    /** For scripts. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("what", kind);
        json.put("key", key);
        json.put("versionId", versionId);
        json.put("why", why);
        return json;
    }
}
