"""An authenticator as people have it on their phone, written after RFC 6238 and RFC 4648, and a sign-in with it."""
import base64
import hashlib
import hmac
import re
import struct
import time

from owner_test import Browser


def code(key, shift=0):
    """The six digits of now, or of so many steps of 30 seconds later; of a step that does not end while they are sent."""
    if time.time() % 30 > 26:
        time.sleep(30 - time.time() % 30)
    mac = hmac.new(base64.b32decode(key), struct.pack(">Q", int(time.time()) // 30 + shift), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at:at + 4])[0] & 0x7fffffff) % 1000000:06d}"


class Admin:
    """An administrator of a client, who enrols when the password is first used."""

    def __init__(self, world, server, client, name):
        self.world, self.server, self.client, self.name = world, server, client, name
        lines = world.command("client", "admin-add", client["client_id"], "--name", name).stdout.splitlines()
        self.password = dict(line.split("=", 1) for line in lines)["password"]
        self.key, self.recovery = None, []

    def begin(self, browser=None):
        """A browser that has given the password; where it was sent."""
        browser = browser or Browser(self.server)
        browser.get("/platform/sign-in")
        answer = browser.post("/platform/sign-in", follow=False, name=self.name, password=self.password)
        return browser, answer.header("location")

    def enrol(self):
        browser, where = self.begin()
        assert where == "/platform/enrol", (where, browser.page)
        browser.get(where)
        self.key = key_on(browser)
        answer = browser.post(where, follow=False, code=code(self.key, -1))
        assert answer.status == 200, (answer.status, browser.page)
        self.recovery = re.findall(r"<li class=\"mono\">([A-Z2-7]{5}-[A-Z2-7]{5})</li>", browser.page)
        assert len(self.recovery) == 10, browser.page
        browser.get("/platform")
        return browser

    def forget_codes(self):
        """As if a while had gone by: codes of the steps around now count again."""
        self.world.sql(f"UPDATE client_admin SET totp_step = 0 WHERE name = '{self.name}'; DELETE FROM attempt WHERE kind = 'second_factor'")

    def sign_in(self):
        if self.key is None:
            return self.enrol()
        self.forget_codes()
        browser, where = self.begin()
        assert where == "/platform/sign-in/code", where
        browser.get(where)
        answer = browser.post(where, follow=False, code=code(self.key))
        assert (answer.status, answer.header("location")) == (303, "/platform"), browser.page
        browser.get("/platform")
        return browser


def key_on(browser):
    """The key in base32, as the page of an enrolment shows it for typing."""
    return re.search(r'<dd class="mono">((?:[A-Z2-7]{4} ?){8})</dd>', browser.page)[1].replace(" ", "")


def admin(world, server, client=None, name=None):
    """A new administrator, of this client or a new one."""
    name = name or f"admin-{world.sql('SELECT count(*) FROM client_admin')[0][0]}"
    return Admin(world, server, client or world.client(f"Platform of {name}"), name)
