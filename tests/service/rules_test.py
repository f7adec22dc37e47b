"""A workshop is told at once what its record looks like beside the vehicle's others, with what was probably meant, and nothing of
those others."""
import unittest

from world import World, repair, vin


class Rules(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_RULE_IN_SHOP_DAYS=30)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        _, cls.here = cls.world.workshop(cls.server)
        _, cls.there = cls.world.workshop(cls.server, name="外地汽修", division="110105")

    def upload(self, token, car, number, day, km, **more):
        own = {"repairdate": day, "vehicleplatenumber": "沪A" + car[-5:], **more}
        message = repair(token, car, number, settled=day, odometer=str(km), **own)
        answer = self.server.v1("lcipprocarfixrecordadd", message)
        self.assertEqual(answer.json["code"], "1", answer.body.decode())
        return answer.json["status"]

    def one(self, sql):
        return self.world.sql(sql)[0][0]

    def test_a_slip_of_the_hand_is_told_with_what_fits_and_gone_when_corrected(self):
        car = vin(660001)
        self.assertNotIn("核对", self.upload(self.here, car, "a1", "20230101", 40000))
        self.assertNotIn("核对", self.upload(self.there, car, "a2", "20240101", 60000))
        told = self.upload(self.here, car, "a3", "20230701", 5000)
        self.assertIn("是否应为 50000 公里", told)
        self.assertNotIn("40000", told)  # nor what others wrote
        self.assertNotIn("60000", told)
        self.assertNotIn("核对", self.upload(self.here, car, "a3", "20230701", 50000))

    def test_a_reading_that_falls_is_told_to_whoever_sent_it(self):
        car = vin(660002)
        self.upload(self.here, car, "b1", "20230101", 80000)
        self.assertIn("里程低于该车此前的记录", self.upload(self.there, car, "b2", "20240101", 30000))

    def test_a_wrong_check_digit_is_told_with_a_vin_that_fits(self):
        good = vin(660003)
        wrong = good[:8] + ("1" if good[8] != "1" else "2") + good[9:]
        told = self.upload(self.here, wrong, "c1", "20230101", 80000)
        self.assertIn("校验位不符（是否应为 ", told)

    def test_two_cities_in_an_hour(self):
        car = vin(660004)
        self.upload(self.here, car, "d1", "20230101093000", 80000)
        self.assertIn("相距很远的两地", self.upload(self.there, car, "d2", "20230101103000", 80050))

    def test_one_plate_on_two_vehicles_in_a_day(self):
        self.upload(self.here, vin(660005), "e1", "20230101", 80000, vehicleplatenumber="沪A66055")
        self.assertIn("同一车牌同日", self.upload(self.here, vin(660006), "e2", "20230101", 50000, vehicleplatenumber="沪A66055"))
        self.assertNotIn("同一车牌同日", self.upload(self.here, vin(660007), "e3", "20230102", 50000, vehicleplatenumber="沪A66055"))

    def test_a_number_that_was_another_vehicles(self):
        self.upload(self.here, vin(660008), "f1", "20230101", 80000)
        self.assertIn("此前已用于另一辆车", self.upload(self.here, vin(660009), "f1", "20230101", 80000))

    def test_a_limit_that_was_chosen_counts(self):
        told = self.upload(self.here, vin(660010), "g1", "20230301", 80000, repairdate="20230101")
        self.assertIn("在厂时间过长", told)

    def test_what_a_correction_has_no_field_for_stays(self):
        car = vin(660011)
        minute = "SELECT coalesce(brought_minute, 0) FROM repair WHERE odometer_km IN (11000, 11001, 11002)"
        self.upload(self.here, car, "h1", "20230101093000", 11000)
        self.assertEqual(self.one(minute), "570")
        self.world.sql("UPDATE repair SET fuel = 'A', use = 2 WHERE odometer_km = 11000")
        self.upload(self.here, car, "h1", "20230101", 11001)
        self.assertEqual(self.one(minute), "570")
        self.assertEqual(self.one("SELECT fuel || use || revision FROM repair WHERE odometer_km = 11001"), "A22")
        self.assertEqual(self.one("SELECT fuel || use || revision FROM repair_revision WHERE odometer_km = 11000"), "A21")
        self.upload(self.here, car, "h1", "20230102", 11002)  # that day's minute is not this one's
        self.assertEqual(self.one(minute), "0")

    def test_no_program_is_told_of_lateness_but_it_is_there_to_count(self):
        self.assertNotIn("未及时上传", self.upload(self.here, vin(660012), "i1", "20230101", 80000))


if __name__ == "__main__":
    unittest.main()
