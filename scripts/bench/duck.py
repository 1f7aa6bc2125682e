"""What the benches against DuckDB share: a store and a table of the same
events, times, peaks of memory, and answers held against each other."""

import csv
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

import duckdb


def parse(parser):
    """The options that all have; a folder to work in."""
    parser.add_argument("-n", "--events", type=int, default=10000000)
    parser.add_argument("-r", "--customers", type=int, default=2000000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--build", default="build")
    parser.add_argument("--work")
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    options.build = os.path.abspath(options.build)
    return options


def in_folder(options, bench):
    work = options.work or tempfile.mkdtemp(prefix="omni-bench-")
    os.makedirs(work, exist_ok=True)
    try:
        bench(options, work)
    finally:
        if not options.keep:
            shutil.rmtree(work)


def run(options, name, *arguments, output=None):
    """Wall seconds of one of our programs."""
    command = [os.path.join(options.build, name)] + list(arguments)
    with open(output or os.devnull, "wb") as file:
        start = time.monotonic()
        subprocess.run(command, check=True, stdout=file)
        return time.monotonic() - start


def peak_mb(options, name, *arguments):
    command = [os.path.join(options.build, name)] + list(arguments)
    text = subprocess.run(
        [sys.executable, "-c",
         "import resource, subprocess, sys; "
         "subprocess.run(sys.argv[1:], check=True, "
         "stdout=subprocess.DEVNULL); "
         "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"]
        + command, check=True, stdout=subprocess.PIPE).stdout
    return int(text) // 1024


def make_store(options, work, write_events):
    """The events as a file, in a store, merged and packed."""
    events = os.path.join(work, "events.csv")
    store = os.path.join(work, "omni.db")
    if os.path.exists(store):
        return events, store, None
    with open(events, "w", encoding="utf-8") as file:
        write_events(file)
    wall = run(options, "omni-import", "-q", "-s", store, "-c", "shop", "-S",
               "shop", events)
    print("import       %8.2f s" % wall)
    merge = run(options, "omni-merge", "-q", "-s", store, "--exact")
    print("merge, packs %8.2f s" % merge)
    return events, store, wall


def packed_mark(store):
    base = sqlite3.connect(store)
    value = base.execute(
        "SELECT value FROM meta WHERE name = 'journey_pack'").fetchone()[0]
    base.close()
    return value


def unpack(store, mark=""):
    """As if only the base of that mark had been packed; without one nothing."""
    base = sqlite3.connect(store)
    base.execute("DELETE FROM journey_pack WHERE id / 64 % 2 = 1 OR ? = ''",
                 (mark,))
    base.execute("DELETE FROM journey_block WHERE id % 2 = 1 OR ? = ''",
                 (mark,))
    base.execute("UPDATE meta SET value = ? WHERE name = 'journey_pack'",
                 (mark,))
    base.commit()
    base.close()


def drop_cache(path):
    """The file comes from the disk again."""
    file = os.open(path, os.O_RDONLY)
    os.fsync(file)
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(file)


def open_peer(work, load):
    base = duckdb.connect(os.path.join(work, "peer.duckdb"))
    base.execute("SET threads = %d" % (os.cpu_count() or 1))
    base.execute("DROP TABLE IF EXISTS e")
    base.execute(load)
    return base


def report(ours, theirs, peak):
    mine, other = statistics.median(ours), statistics.median(theirs)
    print("ours         %8.2f s, peak %d MB" % (mine, peak))
    print("DuckDB %s %8.2f s" % (duckdb.__version__, other))
    print("ratio        %8.3f" % (mine / other))


def read_rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def is_near(left, right, within=1e-3):
    if left in ("", None) or right in ("", None):
        return (left or "") == (right or "")
    return abs(float(left) - float(right)) <= within + 1e-9 * abs(float(right))

