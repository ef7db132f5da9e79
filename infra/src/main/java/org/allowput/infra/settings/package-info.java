/** The settings in {@code cdk.json}, read and validated before any stack is built. */
@NullMarked
package org.allowput.infra.settings;

import org.jspecify.annotations.NullMarked;
