/** Compares a source bucket with what was copied of it, without a look at the target bucket. */
package org.allowput.ops.compare;
