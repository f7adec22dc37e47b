"""An exporter's people at the console: one certificate by a form, many by a table, and what became of them."""
import csv
import html
import io
import json
import re
import time
import unittest
import zipfile

from agents import BATCHES, CONSOLE, NEW, Console, hidden, rows_of, table
from authenticator import admin
from papers import decide, multipart, png
from staff_test import staff_sign_in
from world import repair, vin


class ExportConsole(Console):
    # One

    def test_one_by_the_owners_link(self):
        agent, owner = self.agent(), self.owner()
        number = self.issue(agent, owner, reference="order-77", destination="kz")
        self.assertEqual(agent.get(number)["reference"], "order-77")
        page = agent.browser
        self.assertEqual(page.get(f"{CONSOLE}/{number}?issued").status, 200)
        for words in (number, "order-77", owner.car["vin"][-6:], f'href="/verify/{number}"', "哈萨克斯坦", "证明已开具"):
            self.assertIn(words, page.page)
        self.assertNotIn(owner.car["vin"], page.page)
        paper = page.get(f"{CONSOLE}/{number}.pdf")
        self.assertEqual((paper.status, paper.body[:5], paper.header("cache-control")), (200, b"%PDF-", "no-store"))
        self.assertEqual(paper.body, agent.ask("GET", f"/v1/certificates/{number}.pdf").body)
        self.assertEqual(json.loads(page.get(f"{CONSOLE}/{number}.json").body)["credential"], agent.envelope(number)["credential"])
        preview = page.get(f"{CONSOLE}/{number}.png")
        self.assertEqual((preview.status, preview.header("content-type"), preview.body[:8]), (200, "image/png", b"\x89PNG\r\n\x1a\n"))
        page.get(CONSOLE)
        self.assertEqual([line[0] for line in table(page.page)[1:]], [number])
        self.assertIn("今天已开具 1 份", page.page)
        page.get("/platform")
        self.assertIn(f'href="{CONSOLE}"', page.page)

    def test_what_is_wrong_stands_beside_the_field(self):
        agent, owner, other = self.agent(), self.owner(), self.owner()
        link = self.link(owner)
        for field, value, words in (("vin", "LSV", "这不是车架号"), ("reference", "a b", "最多 64 个字母"), ("destination", "CN", "不能是 CN"),
                                    ("language", "xx", "en、ru"), ("share", "", "请填写车主的链接"), ("share", self.link(other), "这辆车没有这个链接"),
                                    ("pin", "12", "六位数字")):
            answer = self.send(agent.browser, **{**self.fields(owner, share=link), field: value})
            self.assertEqual(answer.status, 200, (field, agent.browser.page))
            self.assertIn(f'id="{field}-error"', agent.browser.page, field)
            self.assertIn(words, agent.browser.page)
            self.assertIn(f'value="{owner.car["vin"] if field != "vin" else "LSV"}"', agent.browser.page)
        closed = self.link(owner, pin="271828")
        for pin, words in (("", "需要 PIN"), ("314159", "PIN 码不对")):
            self.assertEqual(self.send(agent.browser, **self.fields(owner, share=closed, pin=pin)).status, 200)
            self.assertIn(words, agent.browser.page)
        self.assertEqual(self.send(agent.browser, **self.fields(owner, share=closed, pin="271828")).status, 303)
        self.assertEqual(self.send(agent.browser, csrf="0" * 64, **self.fields(owner, share=link)).status, 403)

    def test_all_that_is_wrong_is_told_at_once_and_to_a_program_the_first(self):
        agent, owner = self.agent(), self.owner(1)
        marked = lambda: re.findall(r'<p class="error" id="([a-z]+)-error">', agent.browser.page)
        wrong = {"vin": "LSV", "reference": "a b", "destination": "CN", "language": "xx"}
        self.assertEqual(self.send(agent.browser, **{**self.fields(owner, share="", pin="12"), **wrong}).status, 200)
        self.assertEqual(marked(), ["vin", "reference", "destination", "language", "share", "pin"])
        self.assertEqual(agent.browser.page.count('role="alert"'), 1)
        for name in ("vin", "reference", "destination"):
            self.assertIn(f'value="{wrong[name]}"', agent.browser.page)
        self.send(agent.browser, **{**self.fields(owner, ground="code", phone="13"), "reference": "a b", "destination": "XX"})
        self.assertEqual(marked(), ["reference", "destination", "phone"])
        self.send(agent.browser, **{**self.fields(owner, ground="papers", papers="no"), "vin": ""})
        self.assertEqual(marked()[0], "vin")
        self.assertIn("请选择已通过审核的材料", agent.browser.page)
        self.assertEqual(self.send(agent.browser, **self.fields(owner, share=self.link(owner))).status, 303)  # of these none is left behind
        answer = agent.issue("LSV", {"pin": "12"}, reference="a b", destination="CN", language="xx")
        self.assertEqual((answer.status, answer.json["code"], answer.json["errors"]), (400, "vin_malformed", [{"pointer": "#/vin"}]))
        answer = agent.issue(owner.car["vin"], {}, reference="a b", destination="CN")
        self.assertEqual((answer.json["code"], answer.json["errors"]), ("field_invalid", [{"pointer": "#/reference"}]))

    def test_an_owner_reads_who_opened_a_link_and_what_for_however_it_was_opened(self):
        agent, owner = self.agent(), self.owner(1)
        link = self.link(owner)
        self.assertEqual(self.send(agent.browser, **self.fields(owner, share=link)).status, 303)
        agent.issued(owner.car["vin"], {"share": link.rsplit("/", 1)[1]}, reference="order-2")
        self.finished(agent.browser, self.upload(agent.browser, self.line(owner, "order-3", share=link)).header("location"))
        owner.browser.get(owner.vehicle + "/shares")
        self.assertEqual([line[1:] for line in table(owner.browser.page)[1:]], [["出口代理 · 出口证明"]] * 3)
        kept = self.world.sql(f"SELECT network, device, purpose, client_id IS NOT NULL FROM share_opening JOIN share ON share.handle = share WHERE '{owner.vehicle}' LIKE '%' || ownership")
        self.assertEqual(kept, [["*", "other", "export_certificate", "t"]] * 3)

    def test_by_a_code_in_two_steps(self):
        agent, owner = self.agent(), self.owner()
        before = len(owner.texts(self.world))
        browser = agent.browser
        answer = self.send(browser, **self.fields(owner, ground="code", phone="13"))
        self.assertIn('id="phone-error"', browser.page)
        self.assertEqual(self.send(browser, **self.fields(owner, ground="code", phone=owner.phone, reference="x y")).status, 200)
        self.assertIn('id="reference-error"', browser.page)
        time.sleep(0.5)
        self.assertEqual(len(owner.texts(self.world)), before)  # nobody is asked for nothing
        answer = self.send(browser, **self.fields(owner, ground="code", phone=owner.phone))
        self.assertEqual(answer.status, 200)
        code = owner.code(self.world, before)
        step = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', browser.page))
        wrong = str((int(code) + 1) % 1000000).zfill(6)
        browser.post(NEW, follow=False, **{**step, "csrf": browser.csrf, "code": wrong})
        self.assertIn('id="code-error"', browser.page)
        self.assertIn("验证码不对", browser.page)
        step = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', browser.page))
        answers = [browser.post(NEW, follow=False, **{**step, "code": code}) for _ in range(2)]  # twice is once
        self.assertEqual({a.status for a in answers}, {303})
        self.assertEqual(len({a.header("location") for a in answers}), 1)
        number = answers[0].header("location").removeprefix(CONSOLE + "/").removesuffix("?issued")
        self.assertEqual(agent.get(number)["ground"], "code")
        self.assertEqual(self.world.sql(f"SELECT count(*) FROM certificate JOIN client ON client.id = client_id WHERE public_id = '{agent.client['client_id']}'"), [["1"]])

    def test_a_used_form_makes_no_other(self):
        agent, owner = self.agent(), self.owner()
        agent.browser.get(NEW)
        once = hidden(agent.browser.page, "once")
        link = self.link(owner)
        first = agent.browser.post(NEW, follow=False, once=once, **self.fields(owner, share=link))
        self.assertEqual(agent.browser.post(NEW, follow=False, once=once, **self.fields(owner, share=link)).header("location"), first.header("location"))
        answer = agent.browser.post(NEW, follow=False, once=once, **self.fields(owner, share=link, reference="order-2"))
        self.assertEqual(answer.status, 200)
        self.assertIn("此表单已用其他内容提交过", agent.browser.page)
        self.assertEqual(agent.browser.post(NEW, follow=False, once=hidden(agent.browser.page, "once"), **self.fields(owner, share=link, reference="order-2")).status, 303)

    def test_superseded_withdrawn_and_the_next(self):
        agent, owner = self.agent(), self.owner()
        number = self.issue(agent, owner)
        message = repair(self.workshop, owner.car["vin"], "later", settled="20240101", odometer="55555", vehicleplatenumber=owner.car["plate"])
        self.assertEqual(self.server.v1("lcipprocarfixrecordadd", message).json["code"], "1")
        until = time.monotonic() + 5
        browser = agent.browser
        while browser.get(f"{CONSOLE}/{number}") and "开具下一份" not in browser.page and time.monotonic() < until:
            time.sleep(0.1)
        self.assertIn(f'href="{NEW}?next={number}"', browser.page)
        browser.get(f"{NEW}?next={number}")
        self.assertEqual(hidden(browser.page, "predecessor"), number)
        answer = browser.post(NEW, follow=False, once=hidden(browser.page, "once"), predecessor=number, **self.fields(owner, share=self.link(owner)))
        later = answer.header("location").removeprefix(CONSOLE + "/").removesuffix("?issued")
        browser.get(f"{CONSOLE}/{number}")
        self.assertIn(f'href="{CONSOLE}/{later}"', browser.page)
        self.assertNotIn("?next=", browser.page)
        browser.get(f"{CONSOLE}/{later}")
        self.assertIn(f'href="{CONSOLE}/{number}"', browser.page)
        self.assertEqual(browser.post(f"{CONSOLE}/{later}/withdrawal", follow=False, reason="none").status, 200)
        self.assertIn('id="reason-error"', browser.page)
        answer = browser.post(f"{CONSOLE}/{later}/withdrawal", follow=False, reason="not_exported")
        self.assertEqual(answer.header("location"), f"{CONSOLE}/{later}?withdrawn")
        browser.get(f"{CONSOLE}/{later}?withdrawn")
        self.assertIn("车辆没有出口", browser.page)
        self.assertNotIn('name="reason"', browser.page)
        self.assertEqual(self.server.ask("GET", f"/verify/{later}").status, 200)
        browser.get(f"{CONSOLE}?state=withdrawn")
        self.assertEqual([line[0] for line in table(browser.page)[1:]], [later])

    def test_the_list_is_searched_and_paged(self):
        agent, owner = self.agent(), self.owner(1)
        numbers = [self.issue(agent, owner, reference=f"Ship-{i}") for i in range(3)]
        browser = agent.browser
        browser.get(CONSOLE)
        self.assertEqual([line[0] for line in table(browser.page)[1:]], numbers[::-1])
        browser.post(CONSOLE, q="SHIP-1", state="")
        self.assertEqual([line[0] for line in table(browser.page)[1:]], [numbers[1]])
        browser.post(CONSOLE, q=numbers[2][:11].lower(), state="")
        self.assertEqual([line[0] for line in table(browser.page)[1:]], [numbers[2]])
        browser.post(CONSOLE, q="nothing", state="")
        self.assertIn("没有符合的证明", browser.page)
        browser.get(f"{CONSOLE}?before={numbers[1]}")
        self.assertEqual([line[0] for line in table(browser.page)[1:]], [numbers[0]])
        answer = browser.get(f"{CONSOLE}.csv")
        self.assertEqual(answer.header("content-disposition"), 'attachment; filename="certificates.csv"')
        lines = rows_of(answer)
        self.assertEqual([line[0] for line in lines[1:]], numbers[::-1])
        self.assertEqual([line[2] for line in lines[1:]], ["Ship-2", "Ship-1", "Ship-0"])
        self.assertNotIn(owner.car["vin"], answer.body.decode())

    def test_more_than_a_page(self):
        agent, owner = self.agent(), self.owner(1)
        ground = owner.share()
        numbers = [agent.issued(owner.car["vin"], ground, reference=f"n-{i:03}") for i in range(53)]
        browser = agent.browser
        browser.get(CONSOLE)
        self.assertEqual([line[0] for line in table(browser.page)[1:]], numbers[:2:-1])
        browser.get(html.unescape(re.search(r'href="(/platform/certificates\?state=[^"]*before=[A-Z2-7][^"]*)">更早', browser.page)[1]))
        self.assertEqual([line[0] for line in table(browser.page)[1:]], numbers[2::-1])
        self.assertNotIn("更早", browser.page)
        browser.post(CONSOLE, q="n-0", state="valid")
        self.assertEqual(len(table(browser.page)), 51)
        browser.post(CONSOLE, q="n-0", state="valid", before=hidden(browser.page, "before"))
        self.assertEqual([line[2] for line in table(browser.page)[1:]], ["n-002", "n-001", "n-000"])
        self.assertEqual(len(rows_of(browser.get(f"{CONSOLE}.csv"))), 54)

    def test_nobody_elses(self):
        agent, owner, other = self.agent(), self.owner(), self.agent("别的代理")
        number = self.issue(agent, owner)
        for path in ("", ".pdf", ".json", ".png"):
            self.assertEqual(other.browser.get(f"{CONSOLE}/{number}{path}", follow=False).status, 404, path)
        self.assertEqual(other.browser.post(f"{CONSOLE}/{number}/withdrawal", follow=False, reason="other").status, 404)
        self.assertEqual(agent.get(number)["state"], "valid")
        other.browser.get(f"{NEW}?next={number}")
        self.assertNotIn(number, other.browser.page)
        platform = admin(self.world, self.server).enrol()
        self.assertNotIn(CONSOLE, platform.page)
        for path in (CONSOLE, NEW, BATCHES, f"{CONSOLE}.csv", f"{CONSOLE}/{number}"):
            self.assertEqual(platform.get(path, follow=False).status, 404, path)

    def test_without_a_contract(self):
        agent, owner = self.agent(), self.owner()
        link = self.link(owner)
        self.world.sql(f"UPDATE contract SET valid_from = now() - interval '2 days', valid_until = now() - interval '1 minute' FROM client WHERE client.id = client_id AND public_id = '{agent.client['client_id']}'")
        self.assertEqual(agent.browser.get(CONSOLE).status, 200)
        self.assertEqual(self.send(agent.browser, **self.fields(owner, share=link)).status, 200)
        self.assertIn("没有有效合同", agent.browser.page)

    def test_approved_papers_in_place_of_a_link(self):
        agent, owner = self.agent(), self.owner(1)
        refused, document = (agent.send(number, registration=png()).json["document"] for number in (vin(579000), owner.car["vin"]))
        self.assertEqual(self.send(agent.browser, **self.fields(owner, share=document)).status, 200)
        self.assertIn("审核员还没有对材料作出决定", agent.browser.page)
        agent.browser.get(CONSOLE)
        self.assertEqual([line[3] for line in table(agent.browser.page)[-2:]], ["审核中"] * 2)
        reviewer = staff_sign_in(self.world, self.server, "reviewer")
        decide(reviewer, f"/reviews/{document}")
        decide(reviewer, f"/reviews/{refused}", decision="refuse", reason="unreadable")
        agent.browser.get(CONSOLE)
        shown = {line[0]: line[3] for line in table(agent.browser.page)}
        self.assertEqual(shown[document], "已通过")
        self.assertTrue(shown[refused].startswith("未通过: "), shown)
        self.assertEqual(self.send(agent.browser, **self.fields(owner, share=document)).status, 303)
        path = self.upload(agent.browser, self.line(owner, "p-1", share=document)).header("location")
        self.finished(agent.browser, path)
        self.assertEqual(agent.get(table(agent.browser.page)[1][3])["ground"], "document")
        other = self.agent("别的代理").browser
        other.get(CONSOLE)
        self.assertNotIn(document, other.page)

    # Many

    def upload(self, browser, text, batch=None, **more):
        browser.get(BATCHES)
        data = text if isinstance(text, bytes) else text.encode()
        body, kind = multipart({"csrf": browser.csrf, "batch": batch or hidden(browser.page, "batch"), **more}, {"lines": ("lines.csv", data)})
        return browser.ask("POST", BATCHES, body, {"Content-Type": kind}, follow=False)

    def finished(self, browser, path, seconds=60):
        until = time.monotonic() + seconds
        while True:
            answer = browser.get(path, follow=False)
            self.assertEqual(answer.status, 200, browser.page)
            if "已完成：" in browser.page:
                self.assertIsNone(answer.header("refresh"))
                return
            self.assertEqual(answer.header("refresh"), "3")
            self.assertLess(time.monotonic(), until, browser.page)
            time.sleep(0.2)

    def line(self, owner, reference, **more):
        return ",".join(({"vin": owner.car["vin"], "reference": reference, "destination": "KZ", "language": "kk", "share": self.link(owner), **more}).values())

    def test_a_batch_of_good_and_bad_lines(self):
        agent, other = self.agent(), self.agent("别的代理")
        owners = [self.owner(1) for _ in range(3)]
        closed = self.link(owners[2], pin="271828")
        lines = ["VIN,Reference,Destination,Language,Link,PIN", self.line(owners[0], "b-1"), self.line(owners[1], "b-2", share=self.link(owners[0])),
                 "", self.line(owners[1], "b-3", destination="CN"), "one,two", f'"{owners[2].car["vin"]}","b-4","kz","RU","{closed}","271828"',
                 self.line(owners[1], "b 5"), self.line(owners[2], "b-6", vin="LSV")]
        answer = self.upload(agent.browser, "\r\n".join(lines))
        self.assertEqual(answer.status, 303, agent.browser.page)
        path = answer.header("location")
        self.finished(agent.browser, path)
        shown = table(agent.browser.page)[1:]
        self.assertEqual([(line[0], line[1], line[2]) for line in shown],
                         [("2", "b-1", "已开具"), ("3", "b-2", "被拒绝"), ("5", "b-3", "被拒绝"), ("6", "two", "被拒绝"), ("7", "b-4", "已开具"),
                          ("8", "–", "被拒绝"), ("9", "b-6", "被拒绝")])
        for line, words in ((1, "这辆车没有这个链接"), (2, "不能是 CN"), (3, "该行不是五列或六列"), (5, "最多 64 个字母")):
            self.assertIn(words, shown[line][3])
        numbers = [shown[0][3], shown[4][3]]
        answer = agent.browser.get(path + ".zip")
        self.assertEqual((answer.status, answer.header("content-type"), answer.header("cache-control")), (200, "application/zip", "no-store"))
        with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
            self.assertIsNone(archive.testzip())
            self.assertEqual(archive.namelist(), [f"chedang-{n}.{kind}" for n in numbers for kind in ("pdf", "json")] + ["results.csv"])
            for number in numbers:
                drawn = agent.ask("GET", f"/v1/certificates/{number}.pdf").body.split(b"%%EOF")[0]  # behind it is the log's proof of that moment
                self.assertEqual(archive.read(f"chedang-{number}.pdf").split(b"%%EOF")[0], drawn)
                self.assertEqual(json.loads(archive.read(f"chedang-{number}.json"))["credential"], agent.envelope(number)["credential"])
            results = list(csv.reader(io.StringIO(archive.read("results.csv").decode("utf-8-sig"))))
        self.assertEqual(results, rows_of(agent.browser.get(path + ".csv")))
        self.assertEqual([(line[0], line[3], line[5]) for line in results[1:]],
                         [("2", numbers[0], ""), ("3", "", "share_unknown"), ("5", "", "field_invalid"), ("6", "", "line_unreadable"),
                          ("7", numbers[1], ""), ("8", "", "field_invalid"), ("9", "", "vin_malformed")])
        self.assertEqual(agent.get(numbers[1])["language"], "ru")
        for kind in ("", ".csv", ".zip"):
            self.assertEqual(other.browser.get(path + kind, follow=False).status, 404, kind)
        self.assertEqual(self.world.sql("SELECT count(*) FROM certificate_batch_line WHERE request IS NOT NULL"), [["0"]])
        agent.browser.get(BATCHES)
        self.assertEqual(table(agent.browser.page)[1][1:], ["7", "2", "5", "已完成"])

    def test_a_table_that_is_refused_as_a_whole(self):
        agent, owner = self.agent(), self.owner(1)
        good = self.line(owner, "w-1")
        for data, words in ((b"", "请选择文件"), ("车架号,业务号\n".encode("gb18030"), "不是 UTF-8"), (b"\n\n\r\n", "文件里没有内容"),
                            ("x\n" * 201, "文件行数太多"), (b"x" * (128 * 1024 + 1), "文件太大"), (b"a\0b", "不是 UTF-8")):
            self.assertEqual(self.upload(agent.browser, data).status, 200, words)
            self.assertIn(words, agent.browser.page)
        self.finished(agent.browser, self.upload(agent.browser, "one").header("location"))
        self.assertEqual(table(agent.browser.page)[1][2:], ["被拒绝", "该行不是五列或六列。"])
        agent.browser.get(BATCHES)
        batch = hidden(agent.browser.page, "batch")
        first = self.upload(agent.browser, good, batch)
        self.assertEqual(self.upload(agent.browser, good, batch).header("location"), first.header("location"))  # sent twice is sent once
        self.finished(agent.browser, first.header("location"))
        self.assertEqual(len(table(agent.browser.page)), 2)
        other = self.agent("别的代理")
        self.assertEqual(self.upload(other.browser, good, batch).status, 403)
        body, kind = multipart({"csrf": "0" * 64, "batch": "0" * 32}, {"lines": good.encode()})
        self.assertEqual(agent.browser.ask("POST", BATCHES, body, {"Content-Type": kind}).status, 403)

    def test_a_batch_survives_the_death_of_the_service(self):
        agent = self.agent()
        owners = [self.owner(1) for _ in range(4)]
        links = [self.link(owner) for owner in owners]
        lines = [self.line(owners[i % 4], f"r-{i}", share=links[i % 4]) for i in range(24)]
        before = self.world.sql("SELECT count(*) FROM certificate")[0][0]
        path = self.upload(agent.browser, "\n".join(lines)).header("location")
        batch = path.rsplit("/", 1)[1]
        done = f"SELECT count(*) FROM certificate_batch_line WHERE batch = '{batch}' AND state = 'issued'"
        until = time.monotonic() + 30
        while not 2 <= int(self.world.sql(done)[0][0]) and time.monotonic() < until:
            time.sleep(0.02)
        self.server.kill()
        left = int(self.world.sql(done)[0][0])
        self.assertLess(left, 24)
        sealed = self.world.sql(f"SELECT string_agg(encode(request, 'escape'), '') FROM certificate_batch_line WHERE batch = '{batch}'")[0][0]
        self.assertNotIn(owners[0].car["vin"], sealed)
        self.world.sql("UPDATE certificate_batch_line SET due_at = now() WHERE state = 'waiting'")  # as if half a minute had gone by
        self.server.start()
        self.finished(agent.browser, path, 120)
        shown = table(agent.browser.page)[1:]
        self.assertEqual({line[2] for line in shown}, {"已开具"}, shown)
        self.assertEqual(len({line[3] for line in shown}), 24)
        self.assertEqual(int(self.world.sql("SELECT count(*) FROM certificate")[0][0]) - int(before), 24)  # each line made one
        with zipfile.ZipFile(io.BytesIO(agent.browser.get(path + ".zip").body)) as archive:
            self.assertIsNone(archive.testzip())
            papers = [archive.read(name) for name in archive.namelist() if name.endswith(".pdf")]
        self.assertEqual(len(papers), 24)
        self.assertEqual({paper[:5] for paper in papers}, {b"%PDF-"})

    def test_a_batch_ends_after_a_day_or_with_the_contract(self):
        agent, owner = self.agent(), self.owner(1)
        lines = [self.line(owner, f"e-{i}") for i in range(2)]
        holder = "BEGIN; LOCK TABLE certificate_batch_line IN EXCLUSIVE MODE; UPDATE certificate_batch SET created_at = now() - interval '25 hours' WHERE handle = '{}'; COMMIT"
        self.world.sql("UPDATE certificate_key SET signs_from = signs_from + interval '100 years', signs_until = signs_until + interval '100 years', "
                       "trusted_until = trusted_until + interval '100 years'")
        try:  # nothing can be signed, so the lines wait
            path = self.upload(agent.browser, "\n".join(lines)).header("location")
            time.sleep(1.5)
            agent.browser.get(path)
            self.assertIn("已完成 0 行", agent.browser.page)
            self.assertEqual(agent.browser.get(path + ".zip", follow=False).header("location"), path)
            self.assertIsNone(agent.browser.get(path + "?still").header("refresh"))
            for _ in range(2):
                self.assertEqual(self.upload(agent.browser, lines[0]).status, 303)
            self.assertEqual(self.upload(agent.browser, lines[0]).status, 200)
            self.assertIn("已有三个批次在处理", agent.browser.page)
            self.world.sql(holder.format(path.rsplit("/", 1)[1]) + "; UPDATE certificate_batch_line SET due_at = now() WHERE state = 'waiting'")
            self.finished(agent.browser, path)
            self.assertIn("一天内未能开具", agent.browser.page)
            self.world.sql(f"UPDATE contract SET valid_from = now() - interval '2 days', valid_until = now() - interval '1 minute' FROM client WHERE client.id = client_id AND public_id = '{agent.client['client_id']}';"
                           "UPDATE certificate_batch_line SET due_at = now() WHERE state = 'waiting'")
            for _ in range(50):
                if self.world.sql("SELECT count(*) FROM certificate_batch_line WHERE state = 'waiting'") == [["0"]]:
                    break
                time.sleep(0.2)
            self.assertEqual(self.world.sql("SELECT count(*) FROM certificate_batch_line WHERE code = 'contract_ended'"), [["2"]])
        finally:
            self.world.sql("UPDATE certificate_key SET signs_from = signs_from - interval '100 years', signs_until = signs_until - interval '100 years', "
                           "trusted_until = trusted_until - interval '100 years'")

    def test_no_vin_or_link_in_the_log(self):
        agent, owner = self.agent(), self.owner(1)
        link = self.link(owner)
        path = self.upload(agent.browser, self.line(owner, "l-1", share=link)).header("location")
        self.finished(agent.browser, path)
        for words in (owner.car["vin"], link.rsplit("/", 1)[1]):
            self.assertNotIn(words, self.server.log())


if __name__ == "__main__":
    unittest.main()
