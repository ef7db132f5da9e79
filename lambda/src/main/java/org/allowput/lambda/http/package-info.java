/** What the SDK's clients share: a count of requests, and the schemes that sign them. */
package org.allowput.lambda.http;
