package org.allowput.lambda.copy;

/** What comes of one attempt at one object: how it ended, or that the object is too large for one invocation. */
public sealed interface CopyResult permits Outcome, TooLarge {}
