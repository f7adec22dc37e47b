"""Ownership that is proven by documents: what an owner sends, who sees it and how long, and what a reviewer's word does."""
import concurrent.futures
import re
import socket
import subprocess
import time
import unittest

from meeting import meet
from owner_test import CAR, Browser, register, row, sign_in
from papers import decide, documents, png, png_of, prove, send
from staff_test import staff_sign_in
from world import World, vin

MIB = 1 << 20


def car(number):
    return {**CAR, "vin": vin(540000 + number), "plate": f"沪B{54000 + number}", "engine_no": f"RV{number:06}",
            "registration_no": f"3100005{number:05}"}


class Reviews(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS_ADDRESS=1000, CHEDANG_ADDRESS_BURST=100000, CHEDANG_PASSWORD_HOUR=1000,
                          CHEDANG_REVIEW_TRIES=30)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        cls.reviewer = staff_sign_in(cls.world, cls.server, "reviewer")
        cls.second = staff_sign_in(cls.world, cls.server, "reviewer")
        register(cls.world, [row(car(n)) for n in range(40)])
        cls.phones = iter(range(13900054000, 13900054999))

    def owner(self):
        return sign_in(self.world, self.server, str(next(self.phones)))

    def sql(self, text):
        return self.world.sql(text)

    def photos(self, case):
        return [r[0] for r in self.sql(f"SELECT name FROM review_photo WHERE review = '{case.split('/')[-1]}' ORDER BY name")]

    def test_an_approved_case_makes_the_vehicle_the_owners_and_deletes_the_photos(self):
        browser = self.owner()
        answer, case = prove(browser, car(1)["vin"])
        self.assertEqual((answer.status, answer.header("location")), (303, case))
        browser.get(case)
        self.assertIn("审核中", browser.page)
        self.assertIn("证件审核", browser.get("/vehicles").body.decode())
        self.assertEqual(self.photos(case), ["identity", "licence"])
        self.reviewer.get("/staff/reviews")
        self.assertIn(f"/staff{case}", self.reviewer.page)
        self.assertEqual(decide(self.reviewer, case).header("location"), "/staff/reviews")
        self.assertEqual(self.photos(case), [])
        self.assertNotIn(f"/staff{case}", self.reviewer.get("/staff/reviews").body.decode())
        browser.get("/vehicles")
        path = re.search(r'href="(/vehicles/[0-9a-f]{32})"', browser.page)[1]
        self.assertEqual(browser.get(path).status, 200)
        browser.get("/messages")
        self.assertIn("已通过审核", browser.page)
        self.assertEqual(self.sql(f"""SELECT act, photo FROM review_trail WHERE review = '{case.split('/')[-1]}'"""),
                         [["approved", None]])

    def test_a_photo_is_a_reviewers_alone_while_the_case_is_open_and_each_look_is_noted(self):
        browser = self.owner()
        _, case = prove(browser, car(2)["vin"])
        self.reviewer.get(f"/staff{case}")
        found = re.findall(rf'<img src="(/staff{case}/\w+)"', self.reviewer.page)
        self.assertEqual([path.split("/")[-1] for path in found], ["licence", "identity"])
        cookies = lambda who: {"Accept": "text/html", "Cookie": "; ".join(f"{k}={v}" for k, v in who.cookies.items())}
        for path in found:
            answer = self.server.ask("GET", path, headers=cookies(self.reviewer))
            self.assertEqual((answer.status, answer.header("content-type"), answer.header("cache-control")),
                             (200, "image/jpeg", "no-store"))
            self.assertEqual(answer.body[:3], b"\xff\xd8\xff")
            self.assertNotIn(b"CANARY", answer.body)
        looked = self.sql(f"SELECT photo FROM review_trail WHERE review = '{case.split('/')[-1]}' AND act = 'looked' ORDER BY id")
        self.assertEqual(looked, [["licence"], ["identity"]])
        supervisor = staff_sign_in(self.world, self.server, "supervisor")
        for who in (browser, self.owner(), supervisor, Browser(self.server)):
            self.assertNotEqual(self.server.ask("GET", found[0], headers=cookies(who)).status, 200)
        for path in ("/staff/reviews", f"/staff{case}"):
            self.assertEqual(supervisor.get(path).status, 404)
        self.assertEqual(decide(self.reviewer, case, "refuse", reason="unreadable").status, 303)
        self.assertEqual(self.server.ask("GET", found[0], headers=cookies(self.reviewer)).status, 404)
        self.assertEqual(len(self.sql(f"SELECT 1 FROM review_trail WHERE review = '{case.split('/')[-1]}'")), 3)

    def test_a_refusal_is_told_with_its_reason_and_looked_at_again_once_by_another(self):
        browser = self.owner()
        _, case = prove(browser, car(3)["vin"])
        decide(self.reviewer, case, "refuse", reason="other", words="右下角被手指遮住。")
        browser.get(case)
        for words in ("未通过", "其他原因", "右下角被手指遮住。", "再审核一次"):
            self.assertIn(words, browser.page)
        browser.get("/messages")
        self.assertIn("未通过审核", browser.page)
        browser.get(case)
        self.assertEqual(send(browser, case, documents(7)).header("location"), case)
        self.assertIn("最终结果", browser.get(case).body.decode())
        self.assertNotIn(f"/staff{case}", self.reviewer.get("/staff/reviews").body.decode())
        self.reviewer.get(f"/staff{case}")
        self.assertIn("再次审核须由另一位", self.reviewer.page)
        self.assertNotIn("<img", self.reviewer.page)
        self.assertEqual(self.reviewer.get(f"/staff{case}/licence").status, 404)
        self.assertEqual(self.reviewer.post(f"/staff{case}", follow=False, decision="approve", revision="1").status, 200)
        self.assertEqual(self.sql(f"SELECT state FROM review WHERE handle = '{case.split('/')[-1]}'"), [["open"]])
        decide(self.second, case, "refuse", reason="not_holder")
        browser.get(case)
        self.assertIn("这是最终结果", browser.page)
        self.assertNotIn("<form", browser.page.split("<main")[1])
        browser.get("/vehicles/claim/papers")
        send(browser, case, documents(8))
        self.assertIn("现在不能再次提交", browser.page)
        self.assertEqual(self.photos(case), [])

    def test_two_reviewers_at_once_the_second_is_told(self):
        browser = self.owner()
        _, case = prove(browser, car(4)["vin"])
        for who in (self.reviewer, self.second):
            who.get(f"/staff{case}")
        answers = {}
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            jobs = {who: pool.submit(who.post, f"/staff{case}", False, None, **fields) for who, fields in (
                (self.reviewer, {"decision": "approve", "revision": "1"}), (self.second, {"decision": "refuse", "reason": "expired"}))}
            answers = {who: job.result() for who, job in jobs.items()}
        self.assertEqual(sorted(a.status for a in answers.values()), [200, 303])
        late = next(who for who, answer in answers.items() if answer.status == 200)
        self.assertIn("已由别人处理", late.page)
        self.assertEqual(len(self.sql(f"SELECT 1 FROM review_trail WHERE act <> 'looked' AND review = '{case.split('/')[-1]}'")), 1)
        # The one who decided may send the form once more: nothing happens twice.
        first = next(who for who, answer in answers.items() if answer.status == 303)
        held = answers[first] is answers[self.reviewer]
        again = first.post(f"/staff{case}", follow=False, **({"decision": "approve", "revision": "1"} if held else {"decision": "refuse", "reason": "expired"}))
        self.assertEqual(again.status, 303)

    def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(self):
        browser = self.owner()
        photo = png(seed=5)
        for files, fields, words in (
                ({"licence": photo}, {}, "请选择一张照片"),
                ({"licence": photo, "identity": b"\0" * (20 * 1000 * 1000)}, {}, "文件过大"),
                ({"licence": photo, "identity": "这不是照片".encode()}, {}, "不是完整的 JPEG 或 PNG"),
                ({"licence": photo, "identity": photo[:-400]}, {}, "不是完整的 JPEG 或 PNG"),
                ({"licence": photo, "identity": png_of(40000, 40000, b"\0")}, {}, "像素过多"),
                ({"licence": photo, "identity": photo}, {"vin": "LSVAA418x"}, "应为 17 位")):
            browser.get("/vehicles/claim/papers")
            ticket = re.search(r'name="ticket" value="([0-9a-f]{32})"', browser.page)[1]
            answer = send(browser, "/vehicles/claim/papers", files, ticket=ticket, **{"vin": car(5)["vin"], **fields})
            self.assertEqual(answer.status, 200, words)
            page = browser.page
            self.assertIn(words, page)
            self.assertEqual((page.count('class="error"'), page.count('role="alert"')), (1, 1), words)
            self.assertIn(f'value="{fields.get("vin", car(5)["vin"])}"', page)
            self.assertIn(ticket, page)
        self.assertEqual(self.sql("SELECT count(*) FROM review WHERE state = 'open' AND handle NOT IN (SELECT review FROM review_photo)"), [["0"]])

    def test_more_than_a_door_takes_is_refused(self):
        browser = self.owner()
        browser.get("/vehicles/claim/papers")
        large = {"licence": b"x" * (20 * MIB), "identity": b"x" * (40 * MIB)}
        try:
            status = send(browser, "/vehicles/claim/papers", large, vin=car(5)["vin"]).status
        except OSError:  # closed before all was sent
            status = 413
        self.assertEqual(status, 413)
        for path in ("/vehicles/claim", "/sign-in"):  # doors without photos take what they took before
            try:
                status = send(browser, path, {"licence": b"x" * (6 * MIB)}).status
            except OSError:
                status = 413
            self.assertEqual(status, 413, path)

    def test_a_form_that_is_not_ours_is_refused(self):
        browser = self.owner()
        browser.get("/vehicles/claim/papers")
        ticket = re.search(r'name="ticket" value="([0-9a-f]{32})"', browser.page)[1]
        for change, headers in (({"csrf": "0" * 64}, {}), ({}, {"Origin": "https://evil.example"})):
            answer = send(browser, "/vehicles/claim/papers", documents(), headers=headers, ticket=ticket, vin=car(6)["vin"], **change)
            self.assertEqual(answer.status, 403)
            browser.get("/vehicles/claim/papers")
        answer = browser.post("/vehicles/claim/papers", follow=False, ticket=ticket, vin=car(6)["vin"])
        self.assertEqual(answer.status, 200)  # a form without files: they are missing
        self.assertEqual(browser.page.count('class="error"'), 2)

    def test_a_form_sent_twice_is_one_case_and_a_vehicle_has_one_at_a_time(self):
        browser = self.owner()
        browser.get("/vehicles/claim/papers")
        ticket = re.search(r'name="ticket" value="([0-9a-f]{32})"', browser.page)[1]
        for _ in range(2):
            answer = send(browser, "/vehicles/claim/papers", documents(), ticket=ticket, vin=car(7)["vin"])
            self.assertEqual(answer.header("location"), f"/reviews/{ticket}")
        answer, _ = prove(browser, car(7)["vin"])
        self.assertEqual(answer.status, 200)
        self.assertIn("正在审核", browser.page)
        other = self.owner()
        other.get("/vehicles/claim/papers")
        answer = send(other, "/vehicles/claim/papers", documents(), ticket=ticket, vin=car(8)["vin"])
        self.assertEqual(answer.status, 404)  # somebody else's form
        self.assertEqual(other.get(f"/reviews/{ticket}").status, 404)
        self.assertEqual(send(other, f"/reviews/{ticket}", documents()).status, 404)

    def test_what_the_account_holds_needs_no_documents(self):
        browser = self.owner()
        browser.get("/vehicles/claim")
        self.assertEqual(browser.post("/vehicles/claim", follow=False, **car(9)).status, 303)
        answer, _ = prove(browser, car(9)["vin"])
        self.assertEqual(answer.status, 200)
        self.assertIn("已经在您名下", browser.page)

    def test_only_so_many_are_open_and_that_is_exact(self):
        browser = self.owner()
        tickets = []
        for n in range(10, 16):
            browser.get("/vehicles/claim/papers")
            tickets.append((re.search(r'name="ticket" value="([0-9a-f]{32})"', browser.page)[1], n))
        copies = []
        for _ in tickets:
            copy = Browser(self.server)
            copy.cookies, copy.csrf = dict(browser.cookies), browser.csrf
            copies.append(copy)
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            answers = list(pool.map(lambda p: send(p[0], "/vehicles/claim/papers", documents(p[1][1]), ticket=p[1][0],
                                                   vin=car(p[1][1])["vin"]), zip(copies, tickets)))
        self.assertEqual(sorted(a.status for a in answers), [200] * 3 + [303] * 3)
        self.assertTrue(any("3 件在等待审核" in copy.page for copy in copies))

    def test_an_unknown_vehicle_can_only_be_refused(self):
        browser = self.owner()
        answer, case = prove(browser, vin(549999))
        self.assertEqual(answer.status, 303)
        self.assertEqual(decide(self.reviewer, case).status, 200)
        self.assertIn("登记信息中没有这辆车", self.reviewer.page)
        self.assertEqual(len(self.photos(case)), 2)
        self.assertEqual(decide(self.reviewer, case, "refuse", reason="other_vehicle").status, 303)
        browser.get("/messages")
        self.assertIn("未通过审核", browser.page)

    def test_a_holder_who_changes_while_somebody_looks_is_compared_again(self):
        browser = self.owner()
        _, case = prove(browser, car(16)["vin"])
        self.reviewer.get(f"/staff{case}")
        register(self.world, [row(car(16), holder="holder-2", held_since="2024-05-05")])
        answer = self.reviewer.post(f"/staff{case}", follow=False, decision="approve", revision="1")
        self.assertEqual(answer.status, 200)
        self.assertIn("登记的所有人在您查看期间有变更", self.reviewer.page)
        self.assertIn('name="revision" value="2"', self.reviewer.page)
        self.assertEqual(decide(self.reviewer, case).status, 303)
        self.assertEqual(self.sql(f"SELECT holder_revision FROM ownership JOIN review USING (account_id, vehicle_key) "
                                  f"WHERE review.handle = '{case.split('/')[-1]}'"), [["2"]])

    def test_a_reviewers_form_tells_what_is_missing(self):
        _, case = prove(self.owner(), car(17)["vin"])
        for fields, words in (({}, "请选择一项"), ({"decision": "refuse"}, "请选择原因"),
                              ({"decision": "refuse", "reason": "nonsense"}, "请选择原因"),
                              ({"decision": "refuse", "reason": "other", "words": " "}, "请写明"),
                              ({"decision": "refuse", "reason": "expired", "words": "字" * 201}, "不超过 200 字")):
            self.reviewer.get(f"/staff{case}")
            self.assertEqual(self.reviewer.post(f"/staff{case}", follow=False, **fields).status, 200)
            self.assertIn(words, self.reviewer.page.split('class="error"')[1], fields)
            self.assertIn("<img", self.reviewer.page)
            if len(fields.get("words", "")) > 2:
                self.assertIn(fields["words"], self.reviewer.page)
        self.assertEqual(decide(self.reviewer, case, "refuse", reason="expired", words="字" * 200).status, 303)

    def test_whoever_closes_the_account_takes_open_cases_along(self):
        browser = self.owner()
        _, case = prove(browser, car(18)["vin"])
        browser.get("/account/close")
        self.assertEqual(browser.post("/account/close", follow=False, word="注销").status, 303)
        self.assertEqual(self.sql(f"SELECT count(*) FROM review WHERE handle = '{case.split('/')[-1]}'"), [["0"]])
        self.assertEqual(self.photos(case), [])
        self.assertEqual(self.reviewer.get(f"/staff{case}").status, 404)

    def test_a_holder_who_closes_the_account_meets_who_takes_the_vehicle(self):
        """Either waits for the other: closing locks the account and then the vehicle, whose contests end."""
        for number, decided in ((23, False), (24, True)):
            holder, other = self.owner(), self.owner()
            holder.get("/vehicles/claim")
            self.assertEqual(holder.post("/vehicles/claim", follow=False, **car(number)).status, 303)
            (ownership, account, key), = self.sql("SELECT handle, account_id, vehicle_key FROM ownership ORDER BY claimed_at DESC LIMIT 1")
            if decided:
                _, case = prove(other, car(number)["vin"])
                taking = (f"SELECT review_decide('{case[9:]}', (SELECT min(id) FROM staff WHERE role = 'reviewer'), NULL, NULL, 1, '{'d' * 32}')")
            else:
                taking = f"SELECT out_review FROM claim_grant('{'c' * 32}', (SELECT max(id) FROM account), '{key}', 1, '\\x00')"
            _, said = meet(self.world, f"SELECT FROM account WHERE id = {account} FOR UPDATE",
                           f"SELECT FROM vehicle WHERE key = '{key}' FOR NO KEY UPDATE", taking)
            self.assertEqual(said, [["decided" if decided else "c" * 32]])
        self.sql(f"DELETE FROM review WHERE handle = '{'c' * 32}'")

    def test_photos_and_numbers_are_sealed_and_bound_to_their_row(self):
        browser, other = self.owner(), self.owner()
        _, case = prove(browser, car(19)["vin"])
        _, another = prove(other, car(20)["vin"], seed=30)
        ids = [c.split("/")[-1] for c in (case, another)]
        dump = subprocess.run(["pg_dump", "-d", self.world.conninfo("chedang"), "--no-owner"], capture_output=True, check=True).stdout
        for secret in (b"ffd8ffe0", car(19)["vin"].encode(), car(19)["vin"].encode().hex().encode()):
            self.assertNotIn(secret, dump)
        self.sql(f"UPDATE review_photo SET body = (SELECT body FROM review_photo WHERE review = '{ids[1]}' AND name = 'licence') "
                 f"WHERE review = '{ids[0]}' AND name = 'licence'")
        self.assertEqual(self.reviewer.get(f"/staff{case}/licence").status, 404)
        self.assertIn("photo_does_not_open", self.server.log())
        self.assertEqual(self.reviewer.get(f"/staff{case}/nothing").status, 404)

    def test_what_was_decided_is_kept_for_180_days(self):
        browser = self.owner()
        _, case = prove(browser, car(21)["vin"])
        decide(self.reviewer, case, "refuse", reason="expired")
        for days, left in ((179, "1"), (181, "0")):
            self.sql(f"UPDATE review SET decided_at = now() - interval '{days} days' WHERE handle = '{case.split('/')[-1]}'")
            sweeps, until = self.server.metric("sweeps"), time.monotonic() + 5
            server = self.world.server().start()  # a start sweeps
            while server.metric("sweeps") == 0 and time.monotonic() < until:
                time.sleep(0.05)
            time.sleep(0.2)
            server.stop()
            self.assertEqual(self.sql(f"SELECT count(*) FROM review WHERE handle = '{case.split('/')[-1]}'"), [[left]], days)
        self.assertEqual(browser.get(case).status, 404)
        self.assertEqual(len(self.sql(f"SELECT 1 FROM review_trail WHERE review = '{case.split('/')[-1]}'")), 1)  # stays

    def test_in_english(self):
        browser = self.owner()
        browser.get("/language/en?to=/vehicles/claim/papers")
        self.assertIn("Claim a vehicle by documents", browser.page)
        _, case = prove(browser, car(22)["vin"])
        browser.get(case)
        self.assertIn("Being reviewed", browser.page)
        self.assertNotRegex(browser.page.split("<main")[1].split("</main>")[0], "[一-鿿]")


class Bounds(unittest.TestCase):
    def test_tries_of_a_day_are_counted_before_a_photo_is_unpacked(self):
        with World(CHEDANG_REVIEW_TRIES=2, CHEDANG_REVIEWS_OPEN=10) as world:
            server = world.server().start()
            browser = sign_in(world, server, "13900054999")
            statuses = [prove(browser, vin(545000 + n), files={"licence": png(), "identity": png()[:-300]})[0].status for n in range(2)]
            statuses += [prove(browser, vin(545003))[0].status]
            self.assertEqual(statuses, [200, 200, 429])
            self.assertIn("今天提交的次数已用完", browser.page)
            self.assertEqual(world.sql("SELECT count FROM attempt WHERE kind = 'review'"), [["3"]])

    def test_a_form_of_countless_parts_or_long_fields_is_no_work(self):
        with World() as world:
            server = world.server().start()
            browser = sign_in(world, server, "13900054998")
            browser.get("/vehicles/claim/papers")
            memory = lambda: int(re.search(r"VmHWM:\s+(\d+)", open(f"/proc/{server.process.pid}/status").read())[1])
            before, began = memory(), time.monotonic()
            answer = browser.ask("POST", "/vehicles/claim/papers", b"--b\n\n" * (4 * MIB // 5), {"Content-Type": "multipart/form-data; boundary=b"})
            self.assertEqual(answer.status, 403)
            self.assertLess(time.monotonic() - began, 5)
            self.assertLess(memory() - before, 64 * 1024)
            browser.get("/vehicles/claim/papers")
            for long in (5000, 70000):
                answer = send(browser, "/vehicles/claim/papers", documents(), vin="L" * long)
                self.assertEqual(answer.status, 200)
                self.assertIn("应为 17 位", browser.page)
                self.assertLess(len(browser.page), 30000)
            fields = {"csrf": browser.csrf, "vin": "L" * (2 * MIB)}  # of another type no more is taken than elsewhere
            self.assertEqual(browser.ask("POST", "/vehicles/claim/papers", fields).status, 413)

    def test_forms_with_photos_count_until_they_are_answered(self):
        with World(CHEDANG_PHOTO_SENDERS=1, CHEDANG_THREADS=1) as world, concurrent.futures.ThreadPoolExecutor(2) as pool:
            server = world.server().start()
            browser = sign_in(world, server, "13900054997")
            browser.get("/vehicles/claim/papers")
            holder = pool.submit(world.sql, "BEGIN; LOCK TABLE session; SELECT pg_sleep(1.9); COMMIT")
            time.sleep(0.5)
            first = pool.submit(send, browser, "/vehicles/claim/papers", documents(), vin=car(5)["vin"])
            time.sleep(0.6)
            began = time.monotonic()
            answer = send(Browser(server), "/vehicles/claim/papers", documents())
            self.assertEqual((answer.status, answer.header("retry-after") is not None), (503, True))
            self.assertLess(time.monotonic() - began, 0.6)
            self.assertFalse(first.done())
            holder.result()
            self.assertEqual(first.result().status, 200)
            for _ in range(3):  # and are given back
                self.assertEqual(send(Browser(server), "/vehicles/claim/papers", documents()).status, 303)

    def test_photos_wait_among_themselves_and_not_without_end(self):
        large = png_of(2500, 2500, (b"\0" + bytes(range(250)) * 30) * 2500)
        with World(CHEDANG_PHOTO_QUEUE=1, CHEDANG_THREADS=1, CHEDANG_CODE_SENDS_ADDRESS=100) as world, \
                concurrent.futures.ThreadPoolExecutor(5) as pool:
            server = world.server().start()
            register(world, [row(car(30))])
            owners = [sign_in(world, server, f"139000548{n:02}") for n in range(6)]
            owners[5].get("/vehicles/claim")
            path = owners[5].post("/vehicles/claim", follow=False, **{k: car(30)[k] for k in ("vin", "plate", "engine_no", "registration_no")}).header("location")
            sent = [pool.submit(prove, owner, vin(546000 + n), files={"licence": large, "identity": png()})
                    for n, owner in enumerate(owners[:5])]
            concurrent.futures.wait(sent, return_when=concurrent.futures.FIRST_COMPLETED)
            self.assertEqual(owners[5].get(path).status, 200)  # whose look is flushed to the disk
            self.assertFalse(all(answer.done() for answer in sent))
            statuses = [answer.result()[0].status for answer in sent]
            self.assertEqual(set(statuses), {303, 503})
            kept = statuses.count(303)
            self.assertEqual(world.sql("SELECT (SELECT count(*) FROM review), (SELECT count(*) FROM review_photo)"), [[str(kept), str(2 * kept)]])

    def test_few_may_send_much_at_a_time(self):
        """What others send slowly is not kept without end."""
        with World(CHEDANG_PHOTO_SENDERS=1, CHEDANG_THREADS=1, CHEDANG_BODY_BYTES=65536) as world:
            server = world.server().start()
            body = b"x" * (600 * 1024)
            statuses = []
            sockets = []
            for path in ("/sign-in", "/vehicles/claim/papers", "/vehicles/claim/papers"):
                s = socket.create_connection(("127.0.0.1", server.port), 5)
                s.sendall(f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n".encode() + body)
                s.settimeout(4)
                sockets.append(s)
            for s in sockets:
                try:
                    statuses.append(s.recv(12)[9:12])
                except TimeoutError:
                    statuses.append(b"")
                s.close()
            self.assertEqual(sorted(statuses), [b"", b"413", b"503"])


if __name__ == "__main__":
    unittest.main()
