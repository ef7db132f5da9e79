/** Classifies what can be thrown while an object is copied: side, cause and remedy. */
package org.allowput.lambda.failure;
