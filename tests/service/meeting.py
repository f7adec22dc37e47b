"""Two transactions that meet: the second one begins while the first has locked something and wants more."""
import concurrent.futures
import time


def meet(world, locks, then, second):
    """What the first one (locks, waits, then) and the second one say; a deadlock is an error of either."""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        first = pool.submit(world.sql, f"BEGIN; {locks}; SELECT 'held' FROM pg_sleep(1); {then}; COMMIT;")
        time.sleep(0.5)
        other = pool.submit(world.sql, second)
        return first.result(), other.result()
