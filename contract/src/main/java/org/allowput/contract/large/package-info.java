/** What the workflow for large objects leaves for those who watch it. */
package org.allowput.contract.large;
