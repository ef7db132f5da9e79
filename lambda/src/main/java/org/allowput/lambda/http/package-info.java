/** What the SDK's clients share: a count of requests, and the schemes that sign them. */
@NullMarked
package org.allowput.lambda.http;

import org.jspecify.annotations.NullMarked;
