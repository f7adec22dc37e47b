"""Every operation of the OpenAPI document, called with whatever can be wrong: always a problem that the document knows."""
import base64
import json
import re
import unittest
import uuid

import openapi
from certificates import Exporter, Holder, leaf, make_keys
from owner_test import CAR, register, row
from world import World, repair, vin
from wrong_calls import body_of, good_call, members_of, parameters, wrong_calls, wrong_lines

# What would tell what we are made of, or where something broke.
TELLTALES = (b"jansson", b"h2o", b"libpq", b"postgres", b"psql", b"redis", b"sodium", b"openssl", b"kainjow", b"mustache", b"libc", b".c:",
             b".sql", b"select ", b"traceback", b"stack", b"backtrace", b"assert(", b"errno", b"null)", b"/tmp", b"/dev/shm",
             b"/home")


class Generated(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_ADDRESS_BURST=100000000, CHEDANG_LOOKUP_BURST=100000000, CHEDANG_CODE_SENDS=100,
                          CHEDANG_CONSENT_SENDS_DAY=1000, CHEDANG_CONSENT_SENDS_VEHICLE=1000, CHEDANG_DOCUMENTS_DAY=1000)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()
        code, workshop = cls.world.workshop(cls.server)
        assert cls.server.v1("lcipprocarfixrecordadd", repair(workshop, vin(1), "G-1")).json["code"] == "1"
        client = cls.world.client()
        token = cls.server.token(client)
        cls.samples = {"vin": vin(1), "reference": "case-1", "url": "https://platform.example/hooks", "after": 0,
                       "bearer": token, "token": cls.server.token(client),
                       "handle": cls.server.lookup(token, vin(1)).json["handle"],
                       "basic": base64.b64encode(f"{client['client_id']}:{client['client_secret']}".encode()).decode()}

        cls.certify()
        cls.send_repair(code)
        cls.before = cls.server.metric("answers_5xx")  # of being asked whether it is ready

    @classmethod
    def certify(cls):
        """An exporter with two certificates, so that the log has a path."""
        make_keys(cls.world)
        owned = {**CAR, "vin": vin(1)}
        register(cls.world, [row(owned)])
        owner, exporter = Holder(cls.world, cls.server, "13900017777", owned), Exporter(cls.world, cls.server)
        ground = owner.share()
        number, _ = exporter.issued(vin(1), ground), exporter.issued(vin(1), ground)
        exporter.envelope(number)
        cls.samples |= {"phone": "13900017777", "ground": ground, "destination": "KZ", "language": "kk", "number": number,
                        "reason": "other", "Idempotency-Key": "sample", "size": "2", "from": "1", "to": "1",
                        "leaf": leaf(exporter.envelope(number)["credential"]).hex()}
        cls.samples["document"] = exporter.send(vin(1)).json["document"]
        cls.exporter = exporter

    @classmethod
    def send_repair(cls, code):
        """A workshop's program, and a record that it has sent: sent again it is unchanged."""
        token = cls.server.token(cls.world.client("A workshop's program", "--workshop", code, audience="workshop"))
        record = {"vin": vin(1), "settled": "2024-01-03", "settlement_no": "G-2"}
        sent = cls.server.ask("POST", "/v1/repairs", json.dumps(record), {"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
        cls.sending = {**record, "bearer": token, "handle": sent.json["handle"]}

    def tearDown(self):
        self.assertEqual(self.server.metric("answers_5xx"), self.before)

    def samples_for(self, path):
        """Some operations use up what they are called for."""
        if path.startswith("/v1/certificate"):
            return {**self.samples, "bearer": self.exporter.token}
        if path.startswith("/v1/repairs"):
            return {**self.samples, **self.sending}
        if "webhook" not in path:
            return self.samples
        self.world.sql("DELETE FROM webhook")
        made = self.server.ask("POST", "/v1/webhooks", json.dumps({"url": self.samples["url"]}), {
            "Authorization": f"Bearer {self.samples['bearer']}", "Content-Type": "application/json"})
        return {**self.samples, "webhook": made.json["id"]}

    def ask(self, call):
        """With a key of its own where it has the sample's."""
        fresh = {name: str(uuid.uuid4()) for name in ("Idempotency-Key",) if call.headers.get(name) == self.samples[name]}
        return self.server.ask(call.method, call.path, call.body, call.headers | fresh)

    def fault(self, call, status, problem):
        """What is wrong with this answer, or None."""
        pointers = [error["pointer"] for error in problem.get("errors", [])]
        if status not in call.status or (problem and problem["code"] not in call.codes):
            return f"{status} {problem.get('code')}, not {sorted(call.status)} {sorted(call.codes)}"
        if problem and call.pointer is not None and not any(f"{pointer}/".startswith(f"{call.pointer}/") for pointer in pointers):
            return f"points to {pointers}, not to {call.pointer}"
        return None

    def judge(self, call):
        try:
            answer = self.ask(call)
        except openapi.Deviation as deviation:
            return f"{call.name}: {deviation}"
        said = re.sub(rb'"(access_token|handle|etag|correlation_id)":"[^"]*"', b"", answer.body)  # letters by chance
        told = next((word for word in TELLTALES if word in said.lower()), None)
        fault = told or self.fault(call, answer.status, answer.json if answer.status >= 400 else {})
        return fault and f"{call.name}: {fault}"

    def test_good_calls_are_answered_well(self):
        for path, method, operation in openapi.operations():
            call = good_call(path, method, operation, self.samples_for(path))
            answer = self.ask(call)
            self.assertIn(answer.status, call.status, f"{method} {path}: {answer.body}")

    def test_whatever_is_wrong_is_told_as_a_problem_with_its_place(self):
        wrong, counted = [], 0
        for path, method, operation in openapi.operations():
            calls = list(wrong_calls(path, method, openapi.DOCUMENT["paths"][path], operation, self.samples_for(path)))
            self.assertGreater(len(calls), 8, path)
            counted += len(calls)
            wrong += [fault for fault in map(self.judge, calls) if fault]
        self.assertEqual("\n".join(wrong), "")
        self.assertGreater(counted, 250)

    def test_a_wrong_line_is_told_as_it_would_be_alone(self):
        for path, method, operation in openapi.operations():
            kind, _ = body_of(operation)
            if kind not in openapi.LINES:
                continue
            calls = list(wrong_lines(path, method, operation, self.samples))
            good = good_call(path, method, operation, self.samples)
            self.assertGreater(len(calls), 50)
            body = b"\n".join(part for call in calls for part in (call.body, good.body))
            answer = self.server.ask(method, good.path, body, good.headers, timeout=30)
            lines = [json.loads(line) for line in answer.body.splitlines()]
            self.assertEqual([line["status"] for line in lines[1::2]], [200] * len(calls))
            wrong = [f"{call.name}: {fault}" for call, line in zip(calls, lines[::2])
                     if (fault := self.fault(call, line["status"], line.get("problem", {})))]
            self.assertEqual("\n".join(wrong), "")

    def test_every_member_that_is_taken_is_spoilt(self):
        """So that a new one cannot be forgotten: each is missing, or wrong, in some call."""
        for path, method, operation in openapi.operations():
            if body_of(operation)[0] is None:
                continue
            calls = list(wrong_lines(path, method, operation, self.samples) if body_of(operation)[0] in openapi.LINES else
                         wrong_calls(path, method, openapi.DOCUMENT["paths"][path], operation, self.samples_for(path)))
            needed = [parameter["name"] for parameter in parameters(operation, "header") if parameter["required"]]
            for name in [*members_of(operation)[0], *needed]:
                self.assertTrue(any(f": {name} " in call.name for call in calls), f"{path} {name}")


if __name__ == "__main__":
    unittest.main()
