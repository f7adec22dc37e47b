"""The checker on histories made by hand: those that are right, and those that it must not let pass."""
import unittest

from checker import OK, READ, REFUSED, UNKNOWN, WRITE, Operation, doubled, inventions, lost, stale_reads


def write(begun, ended, outcome=OK, vehicle=1, serial=1):
    return Operation(1, WRITE, vehicle, begun, ended, outcome, 0, serial)


def read(begun, ended, shown, outcome=OK, vehicle=1):
    return Operation(2, READ, vehicle, begun, ended, outcome, shown)


class P1(unittest.TestCase):
    def stale(self, *operations):
        return list(stale_reads(operations))

    def test_a_read_after_the_acknowledgement_shows_it(self):
        self.assertEqual(self.stale(write(1, 2), read(3, 4, 1)), [])

    def test_a_read_that_misses_it_is_stale(self):
        found = self.stale(write(1, 2), read(3.5, 4, 0))
        self.assertEqual((len(found), found[0].acknowledged, found[0].age), (1, 1, 1.5))

    def test_the_age_is_that_of_the_oldest_missing_one(self):
        found = self.stale(write(0, 1), write(1, 2, serial=2), write(2, 3, serial=3), read(10, 11, 1))
        self.assertEqual((found[0].acknowledged, found[0].age), (3, 8))

    def test_a_read_under_way_at_the_acknowledgement_may_miss_it(self):
        self.assertEqual(self.stale(write(1, 3), read(2, 4, 0)), [])
        self.assertEqual(self.stale(write(1, 2), read(2, 4, 0)), [])

    def test_a_read_that_ends_late_but_began_after_may_not(self):
        self.assertEqual(len(self.stale(write(1, 2), read(2.001, 60, 0))), 1)

    def test_what_was_never_acknowledged_may_be_missed(self):
        self.assertEqual(self.stale(write(1, 2, UNKNOWN), write(1, 2, REFUSED), read(3, 4, 0)), [])

    def test_a_refused_read_shows_nothing_and_is_not_stale(self):
        self.assertEqual(self.stale(write(1, 2), read(3, 4, 0, REFUSED), read(3, 4, 0, UNKNOWN)), [])

    def test_vehicles_are_apart(self):
        self.assertEqual(self.stale(write(1, 2, vehicle=1), read(3, 4, 0, vehicle=2)), [])
        self.assertEqual(len(self.stale(write(1, 2, vehicle=2), read(3, 4, 0, vehicle=2))), 1)

    def test_the_order_of_the_lines_does_not_matter(self):
        self.assertEqual(len(self.stale(read(9, 10, 1), write(5, 6, serial=2), read(3, 4, 1), write(1, 2))), 1)


class P3(unittest.TestCase):
    def test_more_than_was_sent_is_an_invention(self):
        self.assertEqual(len(list(inventions([write(1, 2), read(3, 4, 2)]))), 1)

    def test_a_write_that_is_sent_later_cannot_be_shown(self):
        self.assertEqual(len(list(inventions([write(5, 6), read(3, 4, 1)]))), 1)

    def test_what_is_under_way_or_unknown_may_be_shown(self):
        self.assertEqual(list(inventions([write(1, 9), write(2, 9, UNKNOWN, serial=2), read(3, 4, 2)])), [])

    def test_what_was_refused_may_not(self):
        self.assertEqual(len(list(inventions([write(1, 2, REFUSED), read(3, 4, 1)]))), 1)


class C2(unittest.TestCase):
    def test_what_was_acknowledged_is_there_once(self):
        history = [write(1, 2, serial=7), write(1, 2, UNKNOWN, serial=8), write(1, 2, REFUSED, serial=9)]
        self.assertEqual((lost(history, {7: 1}), doubled(history, {7: 1})), ([], []))
        self.assertEqual((lost(history, {7: 1, 8: 1}), doubled(history, {7: 1, 8: 1})), ([], []))

    def test_a_missing_one_is_lost(self):
        self.assertEqual(lost([write(1, 2, serial=7), write(1, 2, serial=8)], {8: 1}), [7])

    def test_twice_is_doubled_and_so_is_what_nobody_sent(self):
        history = [write(1, 2, serial=7), write(1, 2, REFUSED, serial=9)]
        self.assertEqual(doubled(history, {7: 2, 9: 1, 11: 1}), [7, 9, 11])


if __name__ == "__main__":
    unittest.main()
