/** Where one object is on its way from the source bucket to the target bucket. */
package org.allowput.ops.where;
