/** The function's log as data: what the Lambda host wrote to a file, read while it grows or afterwards. */
package org.allowput.sandbox.log;
