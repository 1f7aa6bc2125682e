#ifndef BASE_OPT_H
#define BASE_OPT_H

/*
 * One table of options per command gives parsing, --help and completion.
 * Long options in full only: an abbreviation is refused and the full name
 * said. Options may follow operands; "--" ends them. Over getopt_long.
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"

enum opt_type {
	OPT_FLAG,   /* bool: set to true */
	OPT_TEXT,   /* const char *: the argument, borrowed from argv */
	OPT_LIST,   /* struct opt_list: appended */
	OPT_INT,    /* int64_t within low..high */
	OPT_CHOICE, /* int: the index of the argument in choices */
	OPT_CALL,   /* call(arg, into, err) */
};

struct opt_list {
	const char **items;
	size_t count;
	size_t cap;
};

struct opt {
	char letter;      /* 0 = long only */
	const char *name; /* long name; NULL ends the table */
	enum opt_type type;
	void *into;
	const char *arg;  /* "FILE": as help shows it; NULL for flags */
	const char *help; /* one line */
	const char *const *choices; /* OPT_CHOICE: NULL-terminated */
	int64_t low, high;          /* OPT_INT */
	int (*call)(const char *, void *, struct err *); /* OPT_CALL */
	bool may_be_empty;   /* an empty argument is taken */
	bool may_begin_dash; /* an argument that begins with "-" (and is not
				"-" itself) is taken, e.g. a delimiter */
};

/* Rows of a table, so that it reads as one. A letter of 0 is none. */
#define OPT_ROW_FLAG(l, n, into_, h)                                           \
	{                                                                      \
		.letter = (l), .name = (n), .type = OPT_FLAG, .into = (into_), \
		.help = (h)                                                    \
	}
#define OPT_ROW_TEXT(l, n, into_, a, h)                                        \
	{                                                                      \
		.letter = (l), .name = (n), .type = OPT_TEXT, .into = (into_), \
		.arg = (a), .help = (h)                                        \
	}
#define OPT_ROW_LIST(l, n, into_, a, h)                                        \
	{                                                                      \
		.letter = (l), .name = (n), .type = OPT_LIST, .into = (into_), \
		.arg = (a), .help = (h)                                        \
	}
#define OPT_ROW_INT(l, n, into_, a, lo, hi, h)                                \
	{                                                                     \
		.letter = (l), .name = (n), .type = OPT_INT, .into = (into_), \
		.arg = (a), .low = (lo), .high = (hi), .help = (h)            \
	}
#define OPT_ROW_CHOICE(l, n, into_, a, c, h)                             \
	{                                                                \
		.letter = (l), .name = (n), .type = OPT_CHOICE,          \
		.into = (into_), .arg = (a), .choices = (c), .help = (h) \
	}
#define OPT_ROW_DASHED(l, n, into_, a, h) /* text that may begin with "-" */   \
	{                                                                      \
		.letter = (l), .name = (n), .type = OPT_TEXT, .into = (into_), \
		.arg = (a), .may_begin_dash = true, .help = (h)                \
	}
#define OPT_ROW_CALL(l, n, into_, call_, a, h)                                 \
	{                                                                      \
		.letter = (l), .name = (n), .type = OPT_CALL, .into = (into_), \
		.call = (call_), .arg = (a), .help = (h)                       \
	}
#define OPT_ROW_END          \
	{                    \
		.name = NULL \
	}

struct opt_help {
	const char *name;     /* "omni-kpi" */
	const char *about;    /* one line */
	const char *usage;    /* "omni-kpi [OPTION]... [KPI[=DEFINITION]]..." */
	const char *examples; /* lines, each two blanks in front, or NULL */
	const char *footer;   /* lines, or NULL */
};

/**
 * opt_parse(tables, argc, argv, operands, err):
 * Parse by the tables (an array of tables, NULL-terminated, searched in
 * order; a table ends with a NULL name). Operands are appended to
 * ${operands}. -1 with ERR_USAGE for anything that is not right, an argument
 * that looks like an option or is empty included. An abbreviation is refused
 * with: "write --format for --form".
 */
int opt_parse(
    const struct opt *const *, int, char **, struct opt_list *, struct err *);

/**
 * opt_help(help, tables, stream): about, usage, examples first, then the
 * options of the first table in columns of at most 80, and the names of the
 * others.
 * opt_complete(tables, stream): the option names, a line each, with a tab
 * and the help behind: what shell completions are made of.
 */
void opt_help(const struct opt_help *, const struct opt *const *, FILE *);
void opt_complete(const struct opt *const *, FILE *);

void opt_list_clear(struct opt_list *);

#endif
