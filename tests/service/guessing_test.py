"""Those who guess: claims, sign-in codes, and what a refusal tells by its words and its time."""
import bisect
import concurrent.futures
import math
import re
import statistics
import time
import unittest

from owner_test import CAR, Browser, codes, register, row, sign_in
from world import World, figure, size, vin


def distance(a, b):
    """The largest between two samples' distributions, after Kolmogorov and Smirnov."""
    a, b = sorted(a), sorted(b)
    return max(abs(bisect.bisect_right(a, x) / len(a) - bisect.bisect_right(b, x) / len(b)) for x in a + b)


def chance(a, b):
    """How often two samples of one distribution are at least that far from each other."""
    root = math.sqrt(len(a) * len(b) / (len(a) + len(b)))
    scaled = (root + 0.12 + 0.11 / root) * distance(a, b)
    return min(1, max(0, 2 * sum((-1) ** (k - 1) * math.exp(-2 * (k * scaled) ** 2) for k in range(1, 101))))


class Claims(unittest.TestCase):
    def claimed(self, world, server, phone):
        holder = sign_in(world, server, phone)
        holder.get("/vehicles/claim")
        answer = holder.post("/vehicles/claim", follow=False, **CAR)
        self.assertEqual(answer.status, 303)
        return holder, answer.header("location")

    def test_many_accounts_at_many_addresses_get_no_more_tries_for_one_vehicle(self):
        accounts, tries = size(20, 500), 20
        with World(CHEDANG_LOG_LEVEL=1) as world:
            server = world.server().start()
            register(world, [row(CAR)])
            holder, path = self.claimed(world, server, "13900020001")
            world.sql("DELETE FROM attempt")  # the holder's own
            before = server.metric("claims_evaluated")

            def guesser(n):
                browser = Browser(server, f"127.0.{1 + n // 250}.{1 + n % 250}")
                browser.get("/sign-in")
                browser.post("/sign-in", phone=f"1390003{n:04d}")
                return browser

            def guess(n):
                browser = guessers[n]
                browser.post("/sign-in/code", follow=False, code=sent[f"1390003{n:04d}"])
                browser.get("/vehicles/claim")
                return [browser.post("/vehicles/claim", follow=False, **{**CAR, "registration_no": f"31{n:05d}{i:05d}"}).status
                        for i in range(tries)]

            with concurrent.futures.ThreadPoolExecutor(16) as pool:
                guessers = list(pool.map(guesser, range(accounts)))
                sent = self.wait_for_codes(world, accounts)
                statuses = [status for each in pool.map(guess, range(accounts)) for status in each]
            evaluated = server.metric("claims_evaluated") - before
            time.sleep(0.6)
            warned = {p.name: p.read_text() for p in (world.folder / "outbox").glob("*.json") if "认领" in p.read_text()}
            notices = world.sql("SELECT string_agg(kind || ' ' || told_at, ', ') FROM notice")
            figure("A7", f"{len(statuses)} guesses, {accounts} accounts and addresses", "5 evaluated, owner told",
                   f"{evaluated} evaluated, told {len(warned)} time")
            self.assertEqual((evaluated, len(warned)), (5, 1), f"{warned}; {notices}")
            self.assertEqual((statuses.count(200), statuses.count(429)), (5, len(statuses) - 5))
            self.assertEqual(holder.get(path).status, 200)  # the holder is not locked out

    def wait_for_codes(self, world, count):
        found, until = {}, time.monotonic() + 30
        while len(found) < count and time.monotonic() < until:
            time.sleep(0.3)
            for path in (world.folder / "outbox").glob("*.json"):
                if match := re.search(r'1390003\d{4}(?=").*?(?<!\d)(\d{6})(?!\d)', text := path.read_text(), re.DOTALL):
                    found[re.search(r"1390003\d{4}", text)[0]] = match[1]
        self.assertEqual(len(found), count)
        return found

    def test_a_refused_claim_takes_as_long_whatever_the_reason(self):
        """Interleaved, so that what else the machine does falls on all four alike."""
        samples = size(200, 2000)
        with World(CHEDANG_CLAIM_TRIES=1000, CHEDANG_CLAIM_TRIES_ADDRESS=100000, CHEDANG_ADDRESS_BURST=10**8,
                   CHEDANG_LOG_LEVEL=1) as world:
            server = world.server().start()
            register(world, [row(CAR)])
            self.claimed(world, server, "13900010011")
            guesser = sign_in(world, server, "13900010012")
            guesser.get("/vehicles/claim")
            times, bodies = self.refusals(world, guesser, samples)
        medians = {name: statistics.median(values) for name, values in times.items()}
        middle = statistics.median(medians.values())
        apart = max(abs(value - middle) / middle for value in medians.values())
        least = min(chance(times[name], times["unknown"]) for name in ("plate", "engine", "certificate"))
        figure("A8", f"4 causes, {samples} samples each", "1 body, p > 0.01, medians within 5 %",
               f"{len(bodies)} body, p = {least:.3f}, {apart:.1%}")
        self.assertEqual(len(bodies), 1)
        self.assertLess(apart, size(0.15, 0.05), medians)
        self.assertGreater(least, size(0.0001, 0.01))  # with few samples on a busy machine only gross differences tell

    def refusals(self, world, guesser, samples):
        causes = {"plate": {**CAR, "plate": "沪A00000"}, "engine": {**CAR, "engine_no": "WRONG00001"},
                  "certificate": {**CAR, "registration_no": "999999999999"}, "unknown": {**CAR, "vin": vin(500777)}}
        times, bodies = {name: [] for name in causes}, set()
        names = list(causes)
        for i in range(samples):
            if i % 200 == 0:
                world.sql("DELETE FROM attempt WHERE kind IN ('claim_vehicle', 'claim_account', 'claim_address')")
            for name in names[i % 4:] + names[:i % 4]:
                begun = time.perf_counter()
                answer = guesser.post("/vehicles/claim", follow=False, **causes[name])
                times[name].append(time.perf_counter() - begun)
                self.assertEqual(answer.status, 200)
                page = guesser.page
                for typed in causes[name].values():  # the form repeats what was typed
                    page = page.replace(typed, "")
                bodies.add(re.sub(r"[0-9a-f]{16,}|%[0-9A-F]{2}", "", page))
        return times, bodies


class Codes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS_ADDRESS=1000, CHEDANG_CODE_SECONDS=600, CHEDANG_ADDRESS_BURST=10**8)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()

    def asked(self, phone):
        """A browser that asked for a code, and the code."""
        browser, before = Browser(self.server), len(codes(self.world, phone))
        browser.get("/sign-in")
        self.assertEqual(browser.post("/sign-in", phone=phone, follow=False).status, 303)
        until = time.monotonic() + 5
        while len(codes(self.world, phone)) == before and time.monotonic() < until:
            time.sleep(0.05)
        return browser, codes(self.world, phone)[-1]

    def signs_in(self, browser, code):
        return browser.post("/sign-in/code", code=code, follow=False).header("location") == "/vehicles"

    def test_five_tries_and_then_not_even_the_right_one(self):
        browser, code = self.asked("13900030001")
        tried = 0
        for i in range(size(20, 1000)):
            told = browser.post("/sign-in/code", code=f"{(int(code) + 1 + i) % 1000000:06d}", follow=False).body.decode()
            tried += "验证码不对" in told or "失效" in told and i == 4
        late = self.signs_in(browser, code)
        figure("A10", f"{size(20, 1000)} guesses of a code, then the right one", "5 tries, refused", f"{tried} tries, {'let in' if late else 'refused'}")
        self.assertEqual((tried, late), (5, False))

    def test_a_code_counts_once(self):
        browser, code = self.asked("13900030011")
        replays = [Browser(self.server) for _ in range(8)]
        for replay in replays:
            replay.cookies, replay.csrf = dict(browser.cookies), browser.csrf
        with concurrent.futures.ThreadPoolExecutor(8) as pool:  # at once, and then once more
            entered = list(pool.map(lambda replay: self.signs_in(replay, code), replays))
        again = Browser(self.server)
        again.cookies, again.csrf = dict(browser.cookies), browser.csrf
        entered.append(self.signs_in(again, code))
        figure("A10", "one code 8 times at once, and once more", "1 let in", f"{sum(entered)} let in")
        self.assertEqual(sum(entered), 1)

    def test_a_code_is_good_for_ten_minutes_at_most(self):
        seen = {}
        for seconds in (590, 601):
            browser, code = self.asked(f"13900030{seconds}")
            self.world.sql(f"UPDATE sign_in_code SET expires_at = expires_at - interval '{seconds} s'")
            seen[seconds] = self.signs_in(browser, code)
        figure("A10", "codes used after 590 s and 601 s, at the longest setting", "let in, refused",
               ", ".join("let in" if s else "refused" for s in seen.values()))
        self.assertEqual(seen, {590: True, 601: False})
        told = self.world.command("settings").stdout
        self.assertRegex(told, r"CHEDANG_CODE_SECONDS +300 .*\(30 to 600\)")

    def test_a_number_gets_five_messages_an_hour(self):
        statuses, phone, asks = [], "13900030031", size(20, 200)
        for i in range(asks):
            browser = Browser(self.server, f"127.0.9.{1 + i % 250}")
            browser.get("/sign-in")
            statuses.append(browser.post("/sign-in", phone=("+86 " if i % 2 else "") + phone, follow=False).status)
        time.sleep(0.6)
        sent = len(codes(self.world, phone))
        figure("A10", f"{asks} requests for a code to one number, from as many addresses", "5 sent", f"{sent} sent")
        self.assertEqual((sent, statuses), (5, [303] * 5 + [429] * (asks - 5)))


