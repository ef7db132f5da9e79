package org.allowput.policy;

/** What one policy says of a request. A deny wins over every allow. */
public enum Effect {
    ALLOW,
    DENY,
    NONE
}
