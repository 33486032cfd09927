/* SPDX-License-Identifier: MIT
 *
 * A system on which nobody hears it.
 */
#include "run/beacon.h"

const char beacon_source[] = "";
