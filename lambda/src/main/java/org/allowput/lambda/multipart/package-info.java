/** Puts one object in parts. */
package org.allowput.lambda.multipart;
