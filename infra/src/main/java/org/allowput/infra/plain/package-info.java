/** The templates that deploy without the CDK. */
@NullMarked
package org.allowput.infra.plain;

import org.jspecify.annotations.NullMarked;
