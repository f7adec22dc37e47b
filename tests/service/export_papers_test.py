"""An exporter's people send papers by the console's form, read what a reviewer decided, and have certificates issued on them."""
import re
import unittest

from agents import CONSOLE, NEW, PAPERS, Console, hidden, table
from authenticator import admin
from papers import decide, multipart, png, send
from staff_test import staff_sign_in
from world import vin


class ExportPapers(Console):
    def papers(self, browser, number, follow=False, **files):
        browser.get(PAPERS)
        return send(browser, PAPERS, files, follow, vin=number)

    def test_papers_by_the_form_and_what_is_issued_on_them(self):
        agent, owner, reviewer = self.agent(), self.owner(1), staff_sign_in(self.world, self.server, "reviewer")
        browser, number = agent.browser, owner.car["vin"]
        browser.get(CONSOLE)
        self.assertIn("还没有提交过材料", browser.page)
        self.assertIn(f'href="{PAPERS}"', browser.page)
        browser.get(NEW)
        self.assertNotIn('value="papers"', browser.page)
        self.assertIn("目前没有已通过审核且仍可用的材料", browser.page)
        place = self.papers(browser, f" {number.lower()} ", registration=png(64, 48, 1), invoice=png(64, 48, 2)).header("location")
        document = place.removeprefix(CONSOLE + "?sent=")
        self.assertRegex(document, "^[0-9a-f]{32}$")
        self.assertEqual(self.world.sql(f"SELECT name FROM review_photo WHERE review = '{document}' ORDER BY name"), [["invoice"], ["registration"]])
        browser.get(place)
        self.assertIn(f'readonly value="{document}"', browser.page)
        self.assertIn("材料已提交", browser.page)
        line = table(browser.page)[-1]
        self.assertEqual((line[0], line[1], line[3], line[5]), (document, "…" + number[-6:], "审核中", "–"))
        self.assertNotIn(number, browser.page)
        self.assertNotIn(f'{NEW}?papers=', browser.page)
        self.assertEqual(self.papers(browser, number, invoice=png(64, 48, 3)).header("location"), f"{CONSOLE}?waiting={document}")
        browser.get(f"{CONSOLE}?waiting={document}")
        self.assertIn("该车已有材料在等待审核", browser.page)
        page = reviewer.get(f"/staff/reviews/{document}").body.decode()
        for words in (number, "出口代理", "机动车销售发票照片", "车辆登记证书或行驶证照片"):
            self.assertIn(words, page)
        self.assertEqual(decide(reviewer, f"/reviews/{document}").status, 303)
        browser.get(CONSOLE)
        self.assertIn(f'href="{NEW}?papers={document}"', browser.page)
        self.assertEqual(table(browser.page)[-1][3], "已通过")
        browser.get(f"{NEW}?papers={document}")
        self.assertIn(f'value="{number}"', browser.page)
        self.assertRegex(browser.page, 'value="papers" required checked')
        self.assertRegex(browser.page, f'<option value="{document}" selected>…{number[-6:]} · 可用至')
        answer = browser.post(NEW, follow=False, once=hidden(browser.page, "once"), **self.fields(owner, ground="papers", papers=document))
        self.assertEqual(answer.status, 303, browser.page)
        self.assertEqual(agent.get(answer.header("location").removeprefix(CONSOLE + "/").removesuffix("?issued"))["ground"], "document")
        other = self.owner(1)
        self.assertEqual(self.send(browser, **self.fields(other, ground="papers", papers=document)).status, 200)
        self.assertRegex(browser.page, 'id="papers-error">[^<]*没有这辆车的这份材料')
        self.assertIn(f'value="{other.car["vin"]}"', browser.page)  # what was typed, not the case's
        self.assertEqual(self.send(browser, **self.fields(owner, ground="papers", papers="")).status, 200)
        self.assertRegex(browser.page, 'id="papers-error">请选择')
        self.world.sql(f"UPDATE review SET decided_at = now() - interval '31 days' WHERE handle = '{document}'")
        browser.get(f"{NEW}?papers={document}")
        self.assertNotIn(document, browser.page)
        self.assertNotIn(number, browser.page)
        browser.get(CONSOLE)
        self.assertEqual(table(browser.page)[-1][3], "已过期")
        self.assertNotIn(f'{NEW}?papers=', browser.page)

    def test_refused_papers_are_told_in_words(self):
        agent, reviewer = self.agent(), staff_sign_in(self.world, self.server, "reviewer")
        place = self.papers(agent.browser, vin(579001), registration=png(64, 48)).header("location")
        document = place.rsplit("=", 1)[1]
        decide(reviewer, f"/reviews/{document}", decision="refuse", reason="other", words="发票上没有车架号 <b>")
        agent.browser.get(CONSOLE)
        self.assertEqual(table(agent.browser.page)[-1][3], "未通过: 其他原因发票上没有车架号 <b>")
        self.assertIn("发票上没有车架号 &lt;b&gt;", agent.browser.page)
        self.assertNotEqual(self.papers(agent.browser, vin(579001), registration=png(64, 48)).header("location"), place)

    def test_papers_that_are_not_sent(self):
        agent = self.agent()
        browser, number = agent.browser, vin(579002)
        marked = lambda: re.findall(r'<p class="error" id="([a-z]+)-error">', browser.page)
        for typed, files, wrong in (("LSV", {}, ["vin", "registration"]), (number, {}, ["registration"]), ("", {"invoice": png(64, 48)}, ["vin"]),
                                    (number, {"invoice": b"%PDF-1.7"}, ["invoice"]), (number, {"registration": png(64, 48), "invoice": b"no"}, ["invoice"]),
                                    (number, {"registration": png(64, 48)[:-40]}, ["registration"])):
            self.assertEqual(self.papers(browser, typed, **files).status, 200)
            self.assertEqual(marked(), wrong, (typed, list(files)))
            self.assertIn('role="alert"', browser.page)
            self.assertIn(f'name="vin" class="mono" required maxlength="60" value="{typed}"', browser.page)
            self.assertNotRegex(browser.page, r'<input type="file"[^>]* required')  # either is enough
        self.assertEqual(self.world.sql("SELECT count(*) FROM review WHERE client_id = (SELECT max(id) FROM client)"), [["0"]])
        body, kind = multipart({"csrf": "0" * 64, "vin": number}, {"invoice": png(64, 48)})
        self.assertEqual(browser.ask("POST", PAPERS, body, {"Content-Type": kind}).status, 403)
        self.assertEqual(browser.post(PAPERS, follow=False, vin=number).status, 200)  # a form without parts has no photo
        self.assertEqual(marked(), ["registration"])

    def test_papers_within_limits_and_the_contract(self):
        agent, other = self.agent(), self.agent("别的代理")
        here = f"(SELECT id FROM client WHERE public_id = '{agent.client['client_id']}')"
        self.assertEqual(self.papers(agent.browser, vin(579003), invoice=png(64, 48)).status, 303)
        document = self.world.sql(f"SELECT handle FROM review WHERE client_id = {here}")[0][0]
        for place in (f"{CONSOLE}?sent={document}", f"{NEW}?papers={document}"):
            other.browser.get(place)
            self.assertNotIn(document, other.browser.page)
        self.world.sql(f"UPDATE attempt SET count = 100 WHERE kind = 'certificate_document' AND key = int8send({here})")
        answer = self.papers(agent.browser, vin(579004), invoice=png(64, 48))
        self.assertEqual((answer.status, answer.header("retry-after")), (429, "86400"))
        self.assertIn("当天可提交的次数", agent.browser.page)
        self.assertIn(f'value="{vin(579004)}"', agent.browser.page)
        self.world.sql(f"UPDATE contract SET valid_from = now() - interval '2 days', valid_until = now() - interval '1 minute' WHERE client_id = {here}")
        self.assertEqual(self.papers(agent.browser, vin(579004), invoice=png(64, 48)).status, 200)
        self.assertIn("没有有效合同", agent.browser.page)
        platform = admin(self.world, self.server).enrol()
        self.assertEqual(platform.get(PAPERS, follow=False).status, 404)
        self.assertEqual(send(platform, PAPERS, {"invoice": png(64, 48)}, vin=vin(579004)).status, 404)
        self.assertNotIn(vin(579003), self.server.log())


if __name__ == "__main__":
    unittest.main()
