/** What a person sets in {@code cdk.json}, read and checked before any stack is built. */
@NullMarked
package org.allowput.infra.settings;

import org.jspecify.annotations.NullMarked;
