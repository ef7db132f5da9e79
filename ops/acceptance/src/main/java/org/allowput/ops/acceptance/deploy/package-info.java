/** The two ways to deploy: plain templates and the CDK. */
@NullMarked
package org.allowput.ops.acceptance.deploy;

import org.jspecify.annotations.NullMarked;
