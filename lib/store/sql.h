#ifndef STORE_SQL_H
#define STORE_SQL_H

/*
 * The SQL that is compiled in. The tables are written by scripts/embed from
 * the files that stand beside this header: every block "-- name: x" of *.sql
 * is one statement, every file of migrate/ is one migration. A line
 * "-- check: SQL" says what scripts/check-sql runs before it explains the
 * statements of that file: a temporary table that the program makes, say.
 */

struct store_sql {
	const char *name; /* NULL ends the table */
	const char *sql;  /* one statement */
};

struct store_migration {
	int version;     /* the number of the file */
	const char *sql; /* statements; NULL ends the table */
};

extern const struct store_sql store_sql[];

/* In the order of their numbers. */
extern const struct store_migration store_migrations[];

#endif
