/** What account A grants: the roles that may put objects, who may assume them, and the bucket. */
@NullMarked
package org.allowput.infra.grant;

import org.jspecify.annotations.NullMarked;
