#ifndef BASE_VERSION_H
#define BASE_VERSION_H

/*
 * The version of the programs, as --version says it and as the store's ledger
 * keeps it.
 */

#define OMNI_VERSION "0.1.0"

#endif
