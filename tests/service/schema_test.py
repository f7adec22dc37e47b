"""The schema: there and back again, what the serving role may do, and how a settlement finds its place."""
import unittest

from world import World

KEY, OTHER, THIRD = "\\x" + "11" * 16, "\\x" + "22" * 16, "\\x" + "33" * 16


def accept(key, number, content, km="1000"):
    return (f"SELECT accept_repair('{key}', '\\x00', (SELECT min(id) FROM workshop), '{number}', '{content}', '2024-01-01', "
            f"'2024-01-02', {km}, 'oil', 'oil', '', '', NULL, '\\x00', 'v1', '\\x00')")


class Schema(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)
        cls.world.sql("INSERT INTO workshop (code, name, region, password) VALUES ('310115000000001', 'x', '310115', '\\x00')")

    def test_deploy_verify_revert_and_deploy_again(self):
        with World() as world:
            world.sqitch("verify")
            world.sqitch("revert", "-y")
            left = world.sql("SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'chedang'")
            self.assertEqual(left, [["0"]])
            world.sqitch("deploy")
            world.sqitch("verify")

    def test_the_serving_role_owns_nothing(self):
        owned = self.world.sql("SELECT relname FROM pg_class WHERE relowner = 'chedang_serve'::regrole")
        self.assertEqual(owned, [])
        public = self.world.sql("SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
                                "WHERE n.nspname = 'chedang' AND prosecdef AND has_function_privilege('public', p.oid, 'EXECUTE')")
        self.assertEqual(public, [])

    def test_what_was_kept_apart_is_attributed_once_and_by_its_own_workshop(self):
        run = lambda statement: self.world.sql(statement, role="chedang_serve")[0][0]
        self.world.sql("INSERT INTO workshop (code, name, region, password) VALUES ('310115000000002', 'y', '310115', '\\x00')")
        first, second = (row[0] for row in self.world.sql("SELECT id FROM workshop ORDER BY id LIMIT 2"))
        kept = self.world.sql(f"INSERT INTO quarantine (workshop_id, family, reason, content, body) VALUES ({first}, 'v1', 'V1', '\\x77', '\\x00') RETURNING id")[0][0]
        attribute = lambda workshop: run(f"SELECT quarantine_attribute('{THIRD}', '\\x00', {workshop}, '\\x71', '\\x72', '2024-01-01', '2024-01-02', "
                                         f"100, '', '', '', '', NULL, '\\x00', 'v1', NULL, 'A', 2, 570, {kept})")
        self.assertEqual(attribute(second), "not yours")
        self.assertEqual(self.world.sql(f"SELECT count(*) FROM repair WHERE vehicle_key = '{THIRD}'"), [["0"]])
        self.assertEqual(attribute(first), "new")
        self.assertEqual(attribute(first), "done")
        self.assertEqual(self.world.sql(f"SELECT fuel, use, brought_minute FROM repair WHERE vehicle_key = '{THIRD}'"), [["A", "2", "570"]])
        with self.assertRaises(Exception):
            run(f"UPDATE quarantine_attribution SET workshop_id = {second} RETURNING 1")

    def test_a_settlement_is_new_unchanged_corrected_or_moved(self):
        run = lambda statement: self.world.sql(statement, role="chedang_serve")[0][0]
        version = lambda key: self.world.sql(f"SELECT version FROM vehicle WHERE key = '{key}'")[0][0]
        self.assertEqual(run(accept(KEY, "\\x01", "\\xaa")), "new")
        self.assertEqual(run(accept(KEY, "\\x01", "\\xaa")), "unchanged")
        self.assertEqual(version(KEY), "1")
        self.assertEqual(run(accept(KEY, "\\x01", "\\xbb", "2000")), "corrected")
        self.assertEqual(self.world.sql("SELECT revision, odometer_km FROM repair"), [["2", "2000"]])
        self.assertEqual(run(accept(OTHER, "\\x01", "\\xcc", "3000")), "moved")
        self.assertEqual((version(KEY), version(OTHER)), ("3", "1"))
        self.assertEqual(self.world.sql("SELECT odometer_km FROM repair_revision ORDER BY revision"), [["1000"], ["2000"]])
        changes = self.world.sql("SELECT encode(key, 'hex'), version FROM change ORDER BY xid, version")
        self.assertEqual(changes, [["11" * 16, "1"], ["11" * 16, "2"], ["22" * 16, "1"], ["11" * 16, "3"]])
