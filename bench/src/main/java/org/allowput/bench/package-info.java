/** What this project costs, beside what its peers and the machine itself do. */
package org.allowput.bench;
