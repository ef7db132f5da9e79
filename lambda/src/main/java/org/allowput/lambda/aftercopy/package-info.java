/** What the function does with a source object when its copy is confirmed. */
package org.allowput.lambda.aftercopy;
