/** The grant of account A: the roles that may put objects, who may assume them, and the bucket. */
package org.allowput.infra.grant;
