# One Makefile, out of tree: everything goes to $(BUILD). "make help" says
# what there is to make.

BUILD = build
PREFIX = /usr/local
DESTDIR =
CFLAGS = -O2 -g
VERSION := $(shell sed -n 's/.*OMNI_VERSION "\(.*\)"/\1/p' lib/base/version.h)

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
	-Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2 -Wundef \
	-Wwrite-strings -Wpointer-arith -Wcast-qual -Wswitch-enum -Werror
LANGUAGE = -std=c11 -D_POSIX_C_SOURCE=200809L -ffp-contract=off -pthread
INCLUDES = -Ilib -Icmd -I$(BUILD)/gen
LIBS = -lcsv -ljansson -lsqlite3 -lutf8proc -lz -lxxhash -lnettle -lm \
	-lpthread
COMPILE = $(CC) $(LANGUAGE) $(WARNINGS) $(INCLUDES) $(CPPFLAGS) $(CFLAGS)
LINK = $(CC) -pthread $(CFLAGS) $(LDFLAGS)

# Commands are shown in short, and whole with V=1.
SAY = @$(if $(V),:,echo)
QUIET = $(if $(V),,@)

# What there is.
sources := $(sort $(filter-out %_test.c,$(wildcard lib/*/*.c)))
commands := $(sort $(filter-out %_test.c,$(wildcard cmd/omni.c cmd/omni-*.c)))
shared := $(sort $(filter-out %_test.c $(commands),$(wildcard cmd/*.c)))
tests := $(sort $(wildcard lib/*/*_test.c cmd/*_test.c))
headers := $(sort $(wildcard lib/*/*.h cmd/*.h))
pages := $(sort $(wildcard man/*.[1-8])) $(BUILD)/man/omni-kpi-list.7
statements := $(sort $(wildcard lib/store/*.sql))
migrations := $(sort $(wildcard lib/store/migrate/*.sql))
maps := $(sort $(wildcard lib/map/*.json))
models := $(sort $(wildcard lib/match/*.json))
tables := $(sort $(wildcard lib/norm/*.tsv))

# What becomes of it.
generated := store_sql store_migrations embed_maps embed_models \
	embed_tables
generated_c := $(generated:%=$(BUILD)/gen/%.c)
objects := $(sources:%.c=$(BUILD)/obj/%.o) $(generated:%=$(BUILD)/gen/%.o)
shared_objects := $(shared:%.c=$(BUILD)/obj/%.o)
library := $(BUILD)/libomni.a
shared_library := $(BUILD)/libcmd.a
programs := $(commands:cmd/%.c=$(BUILD)/%)
test_programs := $(tests:%.c=$(BUILD)/test/%)

.SUFFIXES:
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all check check-unit check-cli check-sql lint format asan valgrind \
	man install uninstall dist clean help FORCE

all: $(library) $(programs) $(BUILD)/man/omni-kpi-list.7

help:
	@echo 'make             the library and the programs, into $(BUILD)/'
	@echo 'make check       all tests: check-unit, check-cli, check-sql'
	@echo 'make lint        style, static analysis, manual pages'
	@echo 'make format      clang-format on all sources'
	@echo 'make asan        the tests with address and undefined sanitizers'
	@echo 'make fuzz        FUZZ_RUNS=N inputs to each target of libFuzzer'
	@echo 'make faults      imports while memory, disk and machine fail'
	@echo 'make valgrind    the unit tests under valgrind'
	@echo 'make man         the manual pages as text, into $(BUILD)/man/'
	@echo 'make install     programs and pages into $$DESTDIR$$PREFIX'
	@echo 'make uninstall   take them away again'
	@echo 'make dist        a source archive, into $(BUILD)/'
	@echo 'make clean       remove what was built'
	@echo 'Variables: CC CFLAGS BUILD PREFIX DESTDIR, and V=1 shows the commands'

# Compiling and linking.

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(SAY) CC $<
	$(QUIET)$(COMPILE) -MMD -MP -c -o $@ $<

$(BUILD)/gen/%.o: $(BUILD)/gen/%.c
	@mkdir -p $(@D)
	$(SAY) CC $<
	$(QUIET)$(COMPILE) -MMD -MP -c -o $@ $<

# The archive depends on the list of its members too, so that a source that
# was removed leaves it.
$(library): $(objects) $(BUILD)/objects.list
	$(SAY) AR $@
	@rm -f $@
	$(QUIET)$(AR) rcs $@ $(objects)

# An archive too, so that a test of lib/ takes nothing from cmd/.
$(shared_library): $(shared_objects) $(BUILD)/objects.list
	$(SAY) AR $@
	@rm -f $@
	$(QUIET)$(AR) rcs $@ $(shared_objects)

$(programs): $(BUILD)/%: $(BUILD)/obj/cmd/%.o $(shared_library) $(library)
	$(SAY) LINK $@
	$(QUIET)$(LINK) -o $@ $< $(shared_library) $(library) $(LIBS)

$(test_programs): $(BUILD)/test/%: $(BUILD)/obj/%.o \
	$(shared_library) $(library)
	@mkdir -p $(@D)
	$(SAY) LINK $@
	$(QUIET)$(LINK) -o $@ $< $(shared_library) $(library) -lcmocka $(LIBS)

# Files that are compiled in.

$(BUILD)/%.list: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' $(objects) $(shared_objects) $(statements) \
		$(migrations) $(maps) $(models) $(tables) >$@.new
	@if cmp -s $@.new $@; then rm -f $@.new; else mv $@.new $@; fi

$(BUILD)/gen/store_sql.c: $(statements)
$(BUILD)/gen/store_migrations.c: $(migrations)
$(BUILD)/gen/embed_maps.c: $(maps)
$(BUILD)/gen/embed_models.c: $(models)
$(BUILD)/gen/embed_tables.c: $(tables)

$(generated_c): $(BUILD)/gen/%.c: scripts/embed $(BUILD)/objects.list
	@mkdir -p $(@D)
	@scripts/embed $* $(filter %.sql %.json %.tsv,$^) >$@.new
	@mv $@.new $@

# Checking.

check: all $(test_programs)
	@scripts/run-tests $(BUILD) unit cli sql

check-unit: $(test_programs)
	@scripts/run-tests $(BUILD) unit

check-cli: all
	@scripts/run-tests $(BUILD) cli

check-sql:
	@scripts/run-tests $(BUILD) sql

valgrind: $(test_programs)
	@scripts/run-tests $(BUILD) valgrind

# The same rules with another place and other flags.
asan:
	@$(MAKE) BUILD=build-asan CFLAGS='-O1 -g -fno-omit-frame-pointer \
		-fsanitize=address,undefined -fno-sanitize-recover=all' \
		all asan-tests

.PHONY: asan-tests
asan-tests: all $(test_programs)
	@scripts/run-tests $(BUILD) unit cli

# Fuzzing: a target of libFuzzer for each way in, with sanitizers.

fuzzers := $(patsubst scripts/fuzz/%.c,$(BUILD)/fuzz/%, \
	$(sort $(wildcard scripts/fuzz/*.c)))
FUZZ_RUNS = 1000000
FUZZ_FLAGS = -O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all
FUZZ_CHECKS = address,undefined

$(fuzzers): $(BUILD)/fuzz/%: $(BUILD)/obj/scripts/fuzz/%.o $(library)
	@mkdir -p $(@D)
	$(SAY) LINK $@
	$(QUIET)$(LINK) -fsanitize=fuzzer -o $@ $< $(library) $(LIBS)

.PHONY: fuzz fuzz-targets fuzz-run
fuzz:
	@$(MAKE) CC=clang BUILD=build-fuzz CPPFLAGS=-DWINDOW_CHUNK=61 \
		CFLAGS='$(FUZZ_FLAGS) \
		-fsanitize=fuzzer-no-link,$(FUZZ_CHECKS)' fuzz-run

fuzz-targets: $(fuzzers)

fuzz-run: fuzz-targets
	@scripts/fuzz/run $(BUILD) $(FUZZ_RUNS)

# Faults of memory, disk and machine; FAULTS=N is about N of each kind.

FAULTS = 0

.PHONY: faults
faults: all
	@scripts/faults/run $(BUILD) $(FAULTS)

lint: all $(test_programs)
	@scripts/lint/all $(BUILD)

format:
	clang-format -i $(sources) $(commands) $(shared) $(tests) $(headers)

# Installing.

man: $(foreach page,$(notdir $(pages)),$(BUILD)/man/$(page).txt)

# The page of figures is told by their registry, so that it is never old.
$(BUILD)/man/omni-kpi-list.7: $(BUILD)/omni-kpi scripts/kpi-page
	@mkdir -p $(@D)
	@scripts/kpi-page $(BUILD) >$@.new
	@mv $@.new $@

$(BUILD)/man/%.txt: $(BUILD)/man/%
	mandoc -T utf8 $< >$@

$(BUILD)/man/%.txt: man/%
	@mkdir -p $(@D)
	mandoc -T utf8 $< >$@

install: all
	install -d $(DESTDIR)$(PREFIX)/bin
	$(if $(programs),install -m 755 $(programs) $(DESTDIR)$(PREFIX)/bin)
	@set -e; for page in $(pages); do \
		dir="$(DESTDIR)$(PREFIX)/share/man/man$${page##*.}"; \
		install -d "$$dir"; \
		echo "install -m 644 $$page $$dir"; \
		install -m 644 "$$page" "$$dir"; \
	done

uninstall:
	@set -e; for program in $(notdir $(programs)); do \
		rm -f "$(DESTDIR)$(PREFIX)/bin/$$program"; \
	done
	@set -e; for page in $(notdir $(pages)); do \
		rm -f "$(DESTDIR)$(PREFIX)/share/man/man$${page##*.}/$$page"; \
	done

dist:
	@mkdir -p $(BUILD)
	git archive --prefix=omni-$(VERSION)/ HEAD | \
		gzip -9n >$(BUILD)/omni-$(VERSION).tar.gz

clean:
	rm -rf $(BUILD) build-asan build-fuzz

-include $(wildcard $(BUILD)/obj/*/*.d $(BUILD)/obj/*/*/*.d $(BUILD)/gen/*.d)
