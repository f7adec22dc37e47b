"""L2, L3: what more than there is room for does to what is answered, and one client to the others."""
import json
import os
import shutil
import statistics
import subprocess
import time
import unittest

from peers import cpu_seconds
from world import FULL, World, figure, repair, size, vin

NO_CACHE = {"CHEDANG_MEMORY_MIB": 0, "CHEDANG_REDIS": ""}
SERVED = {"CHEDANG_THREADS": 1, "CHEDANG_LOG_LEVEL": 1, "CHEDANG_LOOKUP_BURST": 10**8, "CHEDANG_LOOKUP_DAY": 10**9,
          "CHEDANG_CONNECTIONS_ADDRESS": 60000, "CHEDANG_SPOOL_ENTRIES": 4000000}


@unittest.skipUnless(shutil.which("h2load"), "h2load is not installed")
class Overload(unittest.TestCase):
    """One loop that reads each look-up from PostgreSQL, with which it shares a processor; the generators have the others."""
    settings = {}

    def setUp(self):
        self.world = World(**SERVED, **self.settings)
        self.addCleanup(self.world.close)
        self.pin(self.world.postgres_pid())
        self.server = self.world.server().start()
        self.pin(self.server.process.pid)
        _, workshop = self.world.workshop(self.server)
        for i in range(5):
            self.assertEqual(self.server.v1("lcipprocarfixrecordadd", repair(workshop, vin(1), f"o-{i}")).json["code"], "1")
        self.body = self.world.folder / "body"
        self.body.write_text(json.dumps({"vin": vin(1), "purpose": "other", "reference": "r"}))

    def pin(self, pid):
        if os.cpu_count() > 1:
            subprocess.run(["taskset", "-a", "-c", "-p", "0", str(pid)], check=True, capture_output=True)

    def beside(self, *command):
        return ["taskset", "-c", f"1-{os.cpu_count() - 1}", *command] if os.cpu_count() > 1 else list(command)

    def token(self, name, burst=0):
        return self.server.token(self.world.client(name, "--burst", str(burst)))

    def peak(self, token, seconds):
        """Look-ups a second when as many are asked as are answered."""
        times = self.answers(self.offer("peak", token, None, 64, seconds), seconds)
        self.assertEqual(set(times), {200})
        return len(times[200]) / seconds

    def offer(self, name, token, rate, connections, seconds):
        """Begins to ask at a rate that no answer holds up, but for one that is under way on each connection; None: at once
        when one is answered."""
        log = self.world.folder / f"{name}.log"
        log.unlink(missing_ok=True)
        paced = [] if rate is None else [f"--rps={rate / connections}"]
        return log, subprocess.Popen(
            self.beside("h2load", "--h1", "-t1", f"-c{connections}", f"-D{seconds}", *paced, f"--log-file={log}", "-d", self.body,
                        "-H", f"authorization: Bearer {token}", "-H", "content-type: application/json",
                        f"{self.server.url}/v1/lookups"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def answers(self, offered, seconds):
        """Of what was offered: milliseconds of each answer by status."""
        log, process = offered
        self.assertEqual(process.wait(seconds + 60), 0)
        times = {}
        for row in log.read_text().splitlines():
            _, status, microseconds = row.split("\t")
            times.setdefault(int(status), []).append(int(microseconds) / 1000)
        return {status: sorted(found) for status, found in times.items()}


def part(times, share):
    return times[min(len(times) - 1, int(len(times) * share))] if times else 0.0


class Shedding(Overload):
    settings = NO_CACHE
    TIER, CONNECTIONS = "PostgreSQL", 1000

    def strained(self, token, peak, seconds):
        """Three times as much as is answered, on many connections: milliseconds by status, and the server's processor time."""
        begun = cpu_seconds(self.server.process.pid)
        offered = self.offer("thrice", token, 3 * peak, self.CONNECTIONS, seconds)
        time.sleep(seconds / 2)
        self.refusal_is_whole(token)
        return self.answers(offered, seconds), cpu_seconds(self.server.process.pid) - begun

    def test_three_times_what_can_be_answered_leaves_most_of_it_answered(self):
        """In turns, so that what else the machine does falls on both alike."""
        rounds, seconds, token = size(2, 8), size(3, 5), self.token("Platform")
        peaks, got, ease, strain = [self.peak(token, seconds)], {}, 0.0, 0.0
        half = self.answers(self.offer("half", token, peaks[0] / 2, 64, seconds), seconds)
        for _ in range(rounds):
            times, busy = self.strained(token, statistics.mean(peaks), seconds)
            strain += busy
            for status, found in times.items():
                got.setdefault(status, []).extend(found)
            begun = cpu_seconds(self.server.process.pid)
            peaks.append(self.peak(token, seconds))
            ease += cpu_seconds(self.server.process.pid) - begun
        got = {status: sorted(found) for status, found in got.items()}
        self.tell(peaks[1:], rounds * seconds, half, got, strain / ease)
        self.assertGreaterEqual(statistics.mean(peaks[1:]), 0.8 * peaks[0])  # which follow each strain at once

    def tell(self, peaks, seconds, half, got, dearer):
        peak, goodput = statistics.mean(peaks), len(got.get(200, [])) / seconds
        figure("L2", f"{self.TIER}: three times as many look-ups a second offered as the {peak:.0f} that are answered",
               "80 % of it answered", f"{goodput / peak:.0%}, and {goodput / peak / dearer:.0%} for a second of processor")
        figure("L2", f"{len(got.get(503, []))} refused", "within 10 ms", f"half {part(got.get(503, []), .5):.1f} ms, 99 % "
               f"{part(got.get(503, []), .99):.1f} ms")
        figure("L2", f"{len(got.get(200, []))} admitted", "99 % within twice that of half load",
               f"{part(got.get(200, []), .99):.1f} ms, {part(half.get(200, []), .99):.1f} ms at half load")
        self.assertEqual(set(half), {200})
        self.assertLessEqual(set(got), {200, 503})
        self.assertGreaterEqual(goodput, 0.8 * peak)
        if FULL:
            self.assertLessEqual(part(got.get(503, []), 0.5), 10)

    def refusal_is_whole(self, token):
        """One of those that are refused, if any is."""
        for _ in range(50):
            answer = self.server.lookup(token, vin(1))
            if answer.status == 503:
                self.assertGreater(int(answer.header("retry-after")), 0)
                self.assertEqual(int(answer.header("content-length")), len(answer.body))
                self.assertEqual(answer.json["code"], "busy")
                return


class CachedShedding(Shedding):
    """What comes from memory is answered about as fast as it could be refused; nothing of it is."""
    settings, TIER = {}, "memory"


class Fairness(Overload):
    settings = NO_CACHE
    NORMAL, GREED = 9, 50

    def rates(self, clients, seconds, *beside):
        """Answered look-ups a second of each client, all asking at nine tenths of their share."""
        begun = [self.offer(f"client-{i}", token, 0.9 * self.share, 8, seconds) for i, token in enumerate(clients)]
        begun += [self.offer("greedy", token, rate, 512, seconds) for token, rate in beside]
        return [len(self.answers(offered, seconds).get(200, [])) / seconds for offered in begun]

    def test_one_greedy_client_does_not_slow_the_others(self):
        seconds = size(5, 20)
        peak = self.peak(self.token("Measures"), size(3, 10))
        self.share = max(10, int(peak / 20))  # ten clients at their shares are half of what can be answered
        clients = [self.token(f"Normal {i}", self.share * 10) for i in range(self.NORMAL)]
        greedy = self.token("Greedy", self.share * 10)
        alone = self.rates(clients, seconds)
        *together, got = self.rates(clients, seconds, (greedy, self.GREED * self.share))
        alone = [sum(both) / 2 for both in zip(alone, self.rates(clients, seconds))]
        ratios = [with_it / without for with_it, without in zip(together, alone)]
        figure("L3", f"{self.NORMAL} clients at {0.9 * self.share:.0f} look-ups a second, one at {self.GREED * self.share}",
               "each keeps 95 % of its rate", f"{min(ratios):.1%} at least; the greedy one got {got:.0f} a second")
        self.assertGreater(min(alone), 0.8 * self.share)
        self.assertGreaterEqual(min(ratios), 0.95)
        self.assertLessEqual(got * seconds, 10 * self.share * (seconds / 10 + 2))


if __name__ == "__main__":
    unittest.main()
