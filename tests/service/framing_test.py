"""Requests whose borders could be seen in two ways never get two answers; HTTP/2 is not spoken."""
import socket
import ssl
import subprocess
import unittest

from world import World, figure

HEAD = b"POST /oauth/token HTTP/1.1\r\nHost: x\r\n"
SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"


def chunked(body):
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


AMBIGUOUS = {
    "length and encoding": HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "encoding and length": HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "two lengths": HEAD + b"Content-Length: 3\r\nContent-Length: 40\r\n\r\nabc" + SMUGGLED,
    "two equal lengths": HEAD + b"Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc" + SMUGGLED,
    "two encodings": HEAD + b"Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(b"abc") + SMUGGLED,
    "encoding on 1.0": b"POST /oauth/token HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(b"abc") + SMUGGLED,
    "no host": b"GET /nothing HTTP/1.1\r\n\r\n" + SMUGGLED,
    "two hosts": b"GET /nothing HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + SMUGGLED,
    "folded field": HEAD + b"X-A: b\r\n c\r\nContent-Length: 3\r\n\r\nabc" + SMUGGLED,
    "folded encoding": HEAD + b"Transfer-Encoding:\r\n chunked\r\n\r\n" + chunked(b"abc") + SMUGGLED,
    "list of lengths": HEAD + b"Content-Length: 3, 3\r\n\r\nabc" + SMUGGLED,
    "signed length": HEAD + b"Content-Length: +3\r\n\r\nabc" + SMUGGLED,
    "hex length": HEAD + b"Content-Length: 0x3\r\n\r\nabc" + SMUGGLED,
    "huge length": HEAD + b"Content-Length: 18446744073709551619\r\n\r\nabc" + SMUGGLED,
    "unknown encoding": HEAD + b"Transfer-Encoding: xchunked\r\n\r\n" + chunked(b"abc") + SMUGGLED,
    "blank before colon": HEAD + b"Content-Length : 3\r\n\r\nabc" + SMUGGLED,
    "nul in a field": b"GET /nothing HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n" + SMUGGLED,
}

PATHS = ("/a%00b", "/a%2fb", "/a%5Cb", "/x/../oauth/token", "/x/%2e%2e/oauth", "//oauth/token", "/a\\b", "/" + "a" * 5000)


class Framing(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(CHEDANG_REQUEST_SECONDS=2)
        cls.addClassCleanup(cls.world.close)
        cls.server = cls.world.server().start()

    def test_never_two_answers_for_an_ambiguous_request(self):
        for name, data in AMBIGUOUS.items():
            with self.subTest(name):
                got = self.server.raw(data)
                self.assertEqual(got.count(b"HTTP/1.1 "), 1, got[:300])
                self.assertRegex(got, b"^HTTP/1.1 4")
                self.assertNotIn(b"path_unknown", got)

    def test_two_plain_requests_get_two_answers(self):
        got = self.server.raw(b"GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        self.assertEqual(got.count(b"HTTP/1.1 404"), 2)

    def test_a_chunked_body_is_read(self):
        body = b"grant_type=client_credentials"
        got = self.server.raw(HEAD + b"Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n"
                              b"Connection: close\r\n\r\n" + chunked(body))
        self.assertIn(b"invalid_client", got)

    def test_paths_that_can_be_read_in_two_ways(self):
        for path in PATHS:
            with self.subTest(path[:40]):
                got = self.server.raw(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
                self.assertRegex(got, b"^HTTP/1.1 4(00|14)")

    def test_a_large_head_is_refused(self):
        got = self.server.raw(b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 20000 + b"\r\nConnection: close\r\n\r\n")
        self.assertRegex(got, b"^HTTP/1.1 431")
        got = self.server.raw(b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: a\r\n" * 200 + b"\r\n")
        self.assertRegex(got, b"^HTTP/1.1 400")

    def test_slow_heads_are_ended(self):
        with socket.create_connection(("127.0.0.1", self.server.port), 10) as s:
            s.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX: ")
            s.settimeout(8)
            self.assertRegex(b"".join(iter(lambda: s.recv(1000), b"")), b"^HTTP/1.1 408 ")

    def test_http2_is_not_spoken(self):
        preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"
        spoken = self.server.raw(preface)
        upgrade = self.server.raw(b"GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings, close\r\n"
                                  b"Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n")
        figure("L6", "prior knowledge and upgrade", "refused",
               f"{spoken[:12]!r}, {upgrade[:12]!r}")
        self.assertNotIn(b"\0\0", spoken[:9])
        self.assertRegex(upgrade, b"^HTTP/1.1 404")


class Tls(unittest.TestCase):
    def test_tls_agrees_on_http_1_only(self):
        with World() as world:
            key, certificate = world.folder / "tls.key", world.folder / "tls.pem"
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                            "-subj", "/CN=localhost", "-keyout", key, "-out", certificate, "-days", "2"],
                           check=True, capture_output=True)
            server = world.server(CHEDANG_TLS_CERTIFICATE=certificate, CHEDANG_TLS_KEY=key).start()
            context = ssl.create_default_context(cafile=certificate)
            context.check_hostname = False
            context.set_alpn_protocols(["h2", "http/1.1"])
            with socket.create_connection(("127.0.0.1", server.port)) as plain:
                with context.wrap_socket(plain) as s:
                    figure("L6", "ALPN h2 offered with http/1.1", "not h2", s.selected_alpn_protocol())
                    self.assertNotEqual(s.selected_alpn_protocol(), "h2")
                    self.assertIn(s.version(), ("TLSv1.2", "TLSv1.3"))
                    s.sendall(b"GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    self.assertTrue(s.recv(100).startswith(b"HTTP/1.1 404"))
            old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
            old.set_ciphers("ALL:@SECLEVEL=0")
            old.maximum_version = ssl.TLSVersion.TLSv1_1
            with socket.create_connection(("127.0.0.1", server.port)) as plain, self.assertRaises(OSError):
                old.wrap_socket(plain)
