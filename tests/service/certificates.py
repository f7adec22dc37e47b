"""What an exporter does, and what a verifier does from the standards alone: RFC 8785, eddsa-jcs-2022, RFC 9162, Bitstring Status List."""
import base64
import ctypes
import gzip
import hashlib
import json
import re
import time
import uuid

from papers import multipart, png
from owner_test import claim, sign_in
from sealed import SODIUM, opened

LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def canonical(value):
    """RFC 8785, for values without fractions whose names are ASCII."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def from_base58(text):
    assert text[0] == "z"
    number = 0
    for letter in text[1:]:
        number = number * 58 + LETTERS.index(letter)
    zeros = len(text[1:]) - len(text[1:].lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def from_base64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def is_signed(message, signature, key):
    return SODIUM.crypto_sign_verify_detached(signature, message, ctypes.c_ulonglong(len(message)), key) == 0


def proof_holds(document, key):
    """Data Integrity, eddsa-jcs-2022."""
    document = dict(document)
    options = dict(document.pop("proof"))
    signature = from_base58(options.pop("proofValue"))
    assert options["type"] == "DataIntegrityProof" and options["cryptosuite"] == "eddsa-jcs-2022"
    hashes = hashlib.sha256(canonical(options)).digest() + hashlib.sha256(canonical(document)).digest()
    return is_signed(hashes, signature, key)


def signature_holds(document, key):
    """Of ours that are no credentials: the member `signature` over the rest."""
    rest = {name: value for name, value in document.items() if name != "signature"}
    return is_signed(canonical(rest), from_base58(document["signature"]), key)


def leaf(credential):
    return hashlib.sha256(b"\0" + canonical(credential)).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root(leaves):
    if len(leaves) <= 1:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return node(root(leaves[:half]), root(leaves[half:]))


def included(hash, index, size, path):
    """RFC 9162, 2.1.3.2: the root that the path leads to."""
    fn, sn = index, size - 1
    for step in path:
        assert sn != 0
        if fn & 1 or fn == sn:
            hash = node(step, hash)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            hash = node(hash, step)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0
    return hash


def continues(first, first_root, second, path):
    """RFC 9162, 2.1.4.2: the root of the later tree, if the path shows that it begins with the earlier one."""
    if first == second:
        return first_root if not path else None
    path = [first_root, *path] if first & (first - 1) == 0 else path
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for step in path[1:]:
        assert sn != 0
        if fn & 1 or fn == sn:
            fr, sr = node(step, fr), node(step, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, step)
        fn, sn = fn >> 1, sn >> 1
    return sr if fr == first_root and sn == 0 else None


def status_of(credential, index):
    """Two bits of a BitstringStatusListCredential; the first is the highest."""
    text = credential["credentialSubject"]["encodedList"]
    assert text[0] == "u"
    bits = gzip.decompress(from_base64(text[1:]))
    assert len(bits) >= 131072 * 2 // 8
    return bits[index // 4] >> (6 - index % 4 * 2) & 3


def keys_of(server):
    """By their kid."""
    return {k["kid"]: from_base64(k["x"]) for k in server.ask("GET", "/.well-known/chedang-certificate-keys.json").json["keys"]}


def paper_code(world, number):
    """The text of the code on the paper, from its sealed row."""
    raw = base64.b32decode(number.replace("-", "") + "====")
    sealed = world.sql(f"SELECT encode(paper, 'hex') FROM certificate WHERE number = '\\x{raw.hex()}'")[0][0]
    return opened(world, bytes.fromhex(sealed), "certificate.paper", raw).decode()


def sign_trust_list(world):
    world.command("key", "trust-list", "--root", str(world.folder / "root"), "--yes")


def make_keys(world, url="https://chedang.example"):
    """A root, a first key and the list of both; what the root's public half is."""
    world.environment["CHEDANG_URL"] = url
    said = world.command("key", "root", str(world.folder / "root")).stdout
    (world.folder / "root.pub").write_text(said)
    world.command("key", "rotate")
    sign_trust_list(world)
    return from_base64(re.search(r"root=(\S+)", said)[1])


def forge(world, change):
    """Changes certificates as nobody may."""
    world.sql(f"ALTER TABLE certificate DISABLE TRIGGER certificate_changed; {change}; ALTER TABLE certificate ENABLE TRIGGER certificate_changed")


class Exporter:
    def __init__(self, world, server, name="出口代理"):
        self.world, self.server = world, server
        self.client = world.client(name, audience="export")
        self.token = server.token(self.client)

    def ask(self, method, path, body=None, **headers):
        headers = {"Authorization": f"Bearer {self.token}", **headers}
        if body is not None:
            headers["Content-Type"] = "application/json"
        return self.server.ask(method, path, None if body is None else json.dumps(body), headers)

    def request(self, vin, ground, **more):
        return {"vin": vin, "reference": "order-1", "destination": "KZ", "language": "kk", "ground": ground, **more}

    def issue(self, vin, ground, key=None, **more):
        return self.ask("POST", "/v1/certificates", self.request(vin, ground, **more), **{"Idempotency-Key": key or str(uuid.uuid4())})

    def issued(self, vin, ground, **more):
        answer = self.issue(vin, ground, **more)
        assert answer.status == 201, answer.body
        return answer.json["number"]

    def get(self, number):
        answer = self.ask("GET", f"/v1/certificates/{number}")
        assert answer.status == 200, answer.body
        return answer.json

    def envelope(self, number):
        answer = self.ask("GET", f"/v1/certificates/{number}.json")
        assert answer.status == 200, answer.body
        return answer.json

    def consent(self, vin, phone):
        answer = self.ask("POST", "/v1/certificates/consents", {"vin": vin, "phone": phone})
        assert answer.status == 202, answer.body
        return answer.json["request"]

    def send(self, vin, name="registration", photo=None, **files):
        """Papers of a vehicle, for a reviewer."""
        files = files or {name: photo or png(64, 48)}
        body, kind = multipart({"vin": vin}, files)
        return self.server.ask("POST", "/v1/certificate-documents", body, {"Authorization": f"Bearer {self.token}", "Content-Type": kind})

    def document(self, handle):
        answer = self.ask("GET", f"/v1/certificate-documents/{handle}")
        assert answer.status == 200, answer.body
        return answer.json


class Holder:
    """An owner with a vehicle and links to it."""

    def __init__(self, world, server, phone, car):
        self.phone, self.car = phone, car
        self.browser = sign_in(world, server, phone)
        self.vehicle = claim(world, self.browser, car)

    def share(self, certifies=True, **fields):
        if certifies:
            fields["certifies"] = "1"
        self.browser.get(self.vehicle + "/shares")
        once = re.search(r'name="once" value="([0-9a-f]{32})"', self.browser.page)[1]
        self.browser.post(self.vehicle + "/shares", once=once, **{"scope": "full", "hours": "24", **fields})
        return {"share": re.search(r'readonly value="[^"]+/s/([^"]+)"', self.browser.page)[1]}

    def contest(self):
        """The newest record."""
        self.browser.get(self.vehicle)
        path = re.search(rf'href="({self.vehicle}/dispute/[0-9a-f]{{32}})"', self.browser.page)[1]
        self.browser.get(path)
        ticket = re.search(r'name="ticket" value="([0-9a-f]{32})"', self.browser.page)[1]
        answer = self.browser.post(path, follow=False, ticket=ticket, kind="wrong_figure", words="里程应该是三万公里。")
        assert answer.status == 303, self.browser.page

    def texts(self, world):
        """All that this telephone got, the oldest first."""
        paths = sorted((world.folder / "outbox").glob("*.json"), key=lambda p: int(p.stem))
        return [m["text"] for m in (json.loads(p.read_text()) for p in paths) if m["to"] == self.phone]

    def code(self, world, after):
        """The code of the message that comes behind so many."""
        until = time.monotonic() + 10
        while len(self.texts(world)) <= after:
            assert time.monotonic() < until, "no code came"
            time.sleep(0.05)
        return re.search(r"\d{6}", self.texts(world)[after])[0]
