package org.allowput.ops.proof.template;

/** A template has something that is not known, so that nothing can be said about it. */
public final class TemplateException extends IllegalArgumentException {
    public TemplateException(String path, String seen, String expected) {
        super(path + ": seen " + seen + ", expected " + expected);
    }
}
