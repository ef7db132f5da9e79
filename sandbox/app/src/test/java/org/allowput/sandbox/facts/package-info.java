/** Compares this project with what others recorded on AWS, with AWS's own models, and with judges that others wrote. */
package org.allowput.sandbox.facts;
