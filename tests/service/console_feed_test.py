"""A client's administrator sees how far the change feed goes and what became of it on the way to each webhook."""
import json
import re
import time
import unittest

from authenticator import admin
from feed_test import correction
from webhook_test import Receiver
from world import World, free_port, vin


class ConsoleFeed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.port = free_port()
        cls.world = World(CHEDANG_ADDRESS_BURST=100000, CHEDANG_PASSWORD_HOUR=1000, CHEDANG_WEBHOOK_ALLOW=f"127.0.0.1:{cls.port}")
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        _, cls.workshop = cls.world.workshop(cls.server)
        cls.client = cls.world.client()
        cls.token = cls.server.token(cls.client)
        cls.browser = admin(cls.world, cls.server, cls.client).enrol()

    def setUp(self):
        self.receiver = Receiver(self.port)
        self.addCleanup(self.receiver.close)
        self.addCleanup(self.world.sql, "DELETE FROM webhook")

    def hook(self):
        answer = self.server.ask("POST", "/v1/webhooks", json.dumps({"url": f"http://127.0.0.1:{self.port}/hook?key=ours"}),
                                 {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        self.assertEqual(answer.status, 201, answer.body)
        self.see(f"/platform/webhooks/{answer.json['id']}", "<td>测试消息</td><td>已接收</td>")  # the first ping
        self.receiver.got.clear()
        self.world.sql("DELETE FROM webhook_delivery")
        return answer.json["id"]

    def change(self, *names):
        v = vin(760000)
        self.server.lookup(self.token, v)
        ends = time.monotonic() + 10  # what changes before its watch is known is told as one event
        while self.world.sql("SELECT count(*) FROM watch WHERE NOT fresh") == [["0"]] and time.monotonic() < ends:
            time.sleep(0.05)
        for name in names:
            answer = self.server.v1("lcipprocarfixrecordadd", correction(self.workshop, v, f"CF-{name}", 9000)).json
            self.assertEqual(answer["code"], "1")

    def see(self, path, words, seconds=20):
        """The page, once it says so."""
        ends = time.monotonic() + seconds
        while True:
            self.assertEqual(self.browser.get(path).status, 200)
            if re.search(words, self.browser.page) or time.monotonic() > ends:
                return self.assertRegex(self.browser.page, words)
            time.sleep(0.1)

    def test_the_feed_and_its_deliveries_are_seen_tried_and_repeated(self):
        self.see("/platform/changes", "还没有推送地址")
        self.receiver.answers = [500]
        hook = self.hook()
        page = f"/platform/webhooks/{hook}"
        self.see(page, "还没有推送过")
        self.change("a", "b")
        self.see(page, r"待推送事件</dt><dd class=\"number\">2<")
        self.see(page, r"<td>被拒绝</td><td class=\"number\">500</td>")
        self.see("/platform/changes", "失败中[\\s\\S]*失败始于")
        self.assertIn(f"http://127.0.0.1:{self.port}/hook?key=ours", self.browser.page)
        self.browser.get(page)
        answer = self.browser.post(f"{page}/replay", follow=False, after="0")
        self.assertEqual((answer.status, answer.header("location")), (303, f"{page}?replayed"))
        self.see(page, r"<td>1–2</td><td>已接收</td><td class=\"number\">200</td>")
        self.assertEqual(self.receiver.taken(), [1, 2])
        self.see("/platform/changes", r"最新事件编号</dt><dd class=\"number\">2</dd>")
        self.assertRegex(self.browser.page, "正常.*已接收至事件</dt><dd class=\"number\">2</dd>.*待推送事件</dt><dd class=\"number\">无</dd>".replace(".*", "[\\s\\S]*"))
        self.browser.get(page)
        answer = self.browser.post(f"{page}/ping", follow=False)
        self.assertEqual((answer.status, answer.header("location")), (303, f"{page}?pinged"))
        self.see(page, "<td>测试消息</td><td>已接收</td>")

    def test_an_address_that_does_not_confirm_is_seen_as_such(self):
        self.receiver.says = lambda message: b""
        answer = self.server.ask("POST", "/v1/webhooks", json.dumps({"url": f"http://127.0.0.1:{self.port}/hook"}),
                                 {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        self.see(f"/platform/webhooks/{answer.json['id']}", "<td>测试消息</td><td>未回应验证串</td>")
        self.assertIn("待确认", self.browser.page)
        self.see("/platform/changes", "待确认")

    def test_only_numbers_that_are_kept_are_sent_again(self):
        page = f"/platform/webhooks/{self.hook()}"
        for typed in ("", "x", "-1", "99999", "1" * 30, "1 OR 1=1"):
            self.browser.get(page)
            self.assertEqual(self.browser.post(f"{page}/replay", follow=False, after=typed).status, 200)
            self.assertIn('aria-invalid="true"', self.browser.page)
            self.assertIn('id="after-error"', self.browser.page)
        self.assertEqual(self.receiver.got, [])

    def test_a_webhook_of_another_client_is_not_there(self):
        page = f"/platform/webhooks/{self.hook()}"
        other = admin(self.world, self.server).enrol()
        self.assertEqual(other.get(page).status, 404)
        for act in ("ping", "replay"):
            other.get("/platform")
            self.assertEqual(other.post(f"{page}/{act}", follow=False, after="0").status, 404)
        self.assertEqual(self.world.sql("SELECT ping_at FROM webhook"), [[None]])
        other.get("/platform/changes")
        self.assertNotIn(page, other.page)


if __name__ == "__main__":
    unittest.main()
