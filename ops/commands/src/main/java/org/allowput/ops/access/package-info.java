/**
 * Who can do what with the target account's role and bucket, found out by trying: against AWS as well as an emulator.
 */
@NullMarked
package org.allowput.ops.access;

import org.jspecify.annotations.NullMarked;
