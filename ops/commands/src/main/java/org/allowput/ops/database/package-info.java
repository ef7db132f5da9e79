/** An embedded database, its tables, and the queries over them. */
package org.allowput.ops.database;
