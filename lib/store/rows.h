#ifndef STORE_ROWS_H
#define STORE_ROWS_H

/*
 * Arrays in memory as tables of SQL, to be read by INSERT ... SELECT and
 * joins: about twice as fast as binding row by row. A table is there for the
 * connection under its name; what it shows is set before a statement runs.
 */

#include <sqlite3.h>
#include <stddef.h>

struct rows_table {
	const char *name;
	const char *schema; /* "CREATE TABLE x(a, b)" */
	/* Give the value of a column: sqlite3_result_*. */
	void (*column)(sqlite3_context *, const void *, size_t, int);
};

struct rows {
	const struct rows_table *table;
	const void *data; /* handed to table->column */
	size_t count;
};

/**
 * rows_register(db, rows): make the table known; ${rows} is borrowed as long
 * as the connection lives or until it is registered again. The answer is
 * SQLite's.
 * rows_forget(db, name): take it away.
 */
int rows_register(sqlite3 *, struct rows *);
void rows_forget(sqlite3 *, const char *);

#endif
