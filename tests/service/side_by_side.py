"""Parts of a suite, each in a process of its own: what they say, in the order in which they end, and the sum of what they count."""
import concurrent.futures
import os
import re
import subprocess
import time

TOTALS = re.compile(r"^(\d+) passed, (\d+) failed, (\d+) skipped$", re.M)
running = set()


def run(name, command):
    """(passed, failed, skipped) of one; one that ends without a word has failed. Its servers have few connections to PostgreSQL: that
    each prepares all statements is a third of a start."""
    begun = time.monotonic()
    process = subprocess.Popen(command, env={"CHEDANG_DB_CONNECTIONS": "2", **os.environ}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               text=True, errors="replace")
    running.add(process)
    said, _ = process.communicate()
    running.discard(process)
    totals = TOTALS.findall(said)
    print(f"{said.rstrip()}\n{name}: {time.monotonic() - begun:.0f} s\n", flush=True)
    return tuple(map(int, totals[-1])) if totals else (0, 1, 0)


def run_all(commands, jobs):
    """Of each (name, command), so many at a time; they begin in this order."""
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(lambda part: run(*part), commands))


def tell(counted):
    """Ends with the one line that all suites end with; the status to exit with."""
    passed, failed, skipped = (sum(column) for column in zip((0, 0, 0), *counted))
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 0 if passed > 0 and failed == 0 else 1
