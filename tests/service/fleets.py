"""A company and its vehicles, as its people and tests meet it."""
import re

from owner_test import CAR, register, row, sign_in
from papers import png, send
from world import World, repair, vin

CODE, OTHER_CODE = "91330100799655058B", "914403001922038216"
NAME = "上海示例物流有限公司"
TICKET = "0123456789abcdef" * 2
LICENCE = png()


def car(serial):
    return {"vin": vin(570000 + serial), "plate": f"沪B{57000 + serial}", "engine_no": f"EA88857{serial:04d}",
            "registration_no": f"31000057{serial:04d}"}


def line(facts, separator=","):
    return separator.join(facts[name] for name in ("vin", "plate", "engine_no", "registration_no"))


class Fleets:
    """For a test case: a world with a workshop and vehicles that the register names a company for."""

    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_CODE_SENDS=50, CHEDANG_CODE_SENDS_ADDRESS=1000, CHEDANG_CLAIM_TRIES=1000,
                          CHEDANG_CLAIM_TRIES_ADDRESS=10000, CHEDANG_ADDRESS_BURST=100000, CHEDANG_REVIEW_TRIES=30)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        _, cls.workshop = cls.world.workshop(cls.server)
        cls.cars = [car(i) for i in range(230)]
        register(cls.world, [row(CAR), *(row(c, holder=CODE) for c in cls.cars)])
        for i, (day, km) in enumerate((("20210614", "20000"), ("20220614", "30000"), ("20230614", "8000"), ("20240614", "9000"))):
            cls.upload(cls.cars[0], f"F-{i}", day, km, faultdescription="制动异响")
        cls.upload(cls.cars[1], "F-9", "20200101", "5000", vehicleplatenumber="沪12")
        cls.phones = iter(f"1390010{i:04d}" for i in range(1000))

    @classmethod
    def upload(cls, facts, number, day, km, **info):
        message = repair(cls.workshop, facts["vin"], number, settled=day, odometer=km, **{"vehicleplatenumber": facts["plate"], **info})
        assert cls.server.v1("lcipprocarfixrecordadd", message).json["code"] == "1"

    def setUp(self):
        self.world.sql("""DELETE FROM attempt; DELETE FROM ownership; DELETE FROM organisation_invitation;
                          DELETE FROM organisation_member; DELETE FROM review; DELETE FROM organisation""")

    def person(self):
        phone = next(self.phones)
        browser = sign_in(self.world, self.server, phone)
        browser.phone = phone
        return browser

    def once(self, browser):
        return re.search(r'name="once" value="([0-9a-f]{32})"', browser.page)[1]

    def send(self, browser, **fields):
        return send(browser, "/organisations/new", {"business_licence": LICENCE}, **fields)

    def make(self, browser, code=CODE, name=NAME):
        browser.get("/organisations/new")
        answer = self.send(browser, once=self.once(browser), name=name, code=code)
        self.assertEqual(answer.status, 303, browser.page)
        browser.org = answer.header("location")
        return browser

    def decide(self, browser, reason=None):
        said = "NULL" if reason is None else f"'{reason}'"
        return self.world.sql(f"SELECT organisation_decide('{browser.org.rsplit('/', 1)[1]}', {said})")[0][0]

    def administrator(self):
        browser = self.make(self.person())
        self.assertEqual(self.decide(browser), "decided")
        browser.get(browser.org)
        return browser

    def invite(self, browser, phone, role="member"):
        browser.get(browser.org + "/members")
        return browser.post(browser.org + "/members", once=self.once(browser), phone=phone, role=role)

    def member(self, administrator, role="member"):
        browser = self.person()
        self.invite(administrator, browser.phone, role)
        browser.get("/organisations")
        invitation = re.search(r"/organisations/invitations/[0-9a-f]{32}/join", browser.page)[0]
        browser.post(invitation)
        browser.org = administrator.org
        self.assertEqual(browser.get(browser.org).status, 200)
        return browser

    def add(self, browser, facts):
        browser.get(browser.org + "/add")
        return browser.post(browser.org + "/add", **facts)

    def add_many(self, browser, text):
        browser.get(browser.org + "/add")
        return browser.post(browser.org + "/add-many", lines=text)

    def fates(self, browser):
        return [re.sub("<.*?>", "", f) for f in re.findall(r'<td class="number">[\d,]+</td><td class="mono">.*?</td><td>(.*?)</td>', browser.page)]

    def vehicles(self, browser):
        return re.findall(r'<th scope="row"><a href="(/vehicles/[0-9a-f]{32})">(.*?)</a>', browser.page)

    def handle_of(self, browser, member):
        browser.get(browser.org + "/members")
        masked = re.escape(member.phone[:3] + "****" + member.phone[-4:])
        return re.search(r'id="member-([0-9a-f]{32})">' + masked, browser.page)[1]
