"""The clients of the storm: readers and writers, each a process of its own, each with a file of what it has seen.

They speak HTTP by hand over sockets: eight readers in one interpreter, or a library's HTTP client, would be the
bottleneck and hide what they are to find.
"""
import json
import random
import re
import socket
import time

from checker import OK, READ, REFUSED, UNKNOWN, WRITE, Operation
from world import V1, repair

HOT = 0
AGE = re.compile(rb'"age":(\d+)')
SHOWN = re.compile(rb'"record_count":\s*(\d+)')
LENGTH = re.compile(rb"content-length:\s*(\d+)", re.IGNORECASE)
TIMEOUT = 6  # seconds: longer than any fault, so that an answer that comes late is still judged
RETRY_PAUSE = 0.05
SERIALS = 40000  # of one writer: a serial is an odometer reading, which ends below a million
GRACE = 15  # seconds for which a write is still repeated after the storm


class Connection:
    """One keep-alive connection to one of the ports; opened when needed."""

    def __init__(self, ports):
        self.ports, self.socket = ports, None

    def close(self):
        if self.socket is not None:
            self.socket.close()
        self.socket = None

    def ask(self, request):
        """Status and body. OSError: there was no answer, and what became of the request is not known."""
        try:
            if self.socket is None:
                self.socket = socket.create_connection(("127.0.0.1", random.choice(self.ports)), TIMEOUT)
                self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.socket.sendall(request)
            return self._answer()
        except OSError:
            self.close()
            raise

    def _answer(self):
        got = b""
        while (end := got.find(b"\r\n\r\n")) < 0:
            got += self._more()
        total = end + 4 + int(LENGTH.search(got, 0, end + 2).group(1))
        while len(got) < total:
            got += self._more()
        if b"\r\nconnection: close\r\n" in got[:end + 2].lower():
            self.close()
        return int(got[9:12]), got[end + 4:]

    def _more(self):
        more = self.socket.recv(65536)
        if not more:
            raise ConnectionResetError("closed")
        return more


def request(path, body, *headers):
    body = json.dumps(body, ensure_ascii=False).encode()
    head = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json",
            f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def note(history, operation):
    history.write("\t".join(map(str, operation)) + "\n")


def read_history(path):
    """What a client has noted so far; its last line may be half written."""
    for line in path.read_text().split("\n")[:-1]:
        client, kind, vehicle, begun, ended, outcome, shown, serial = line.split("\t")
        yield Operation(int(client), kind, int(vehicle), float(begun), float(ended), outcome, int(shown), int(serial))


def read_until(stop, number, path, ports, token, vins, settings):
    """A reader, until the clock has reached `stop`, which the storm may move; with reconnect 0 it stays with its first
    server until that breaks the connection."""
    connection, (counts, mine) = Connection(ports), settings["count"]
    asks = [request("/v1/lookups", {"vin": v, "purpose": "used_car_listing", "reference": f"reader-{number}"},
                    f"Authorization: Bearer {token}") for v in vins]
    with open(path, "w", buffering=1) as history:
        while time.monotonic() < stop.value:
            vehicle = HOT if random.random() < settings["hot"] else random.randrange(len(vins))
            if random.random() < settings["reconnect"]:
                connection.close()
            begun, shown, outcome = time.monotonic(), 0, REFUSED
            try:
                status, body = connection.ask(asks[vehicle])
                if status == 200:
                    outcome, shown = OK, int(SHOWN.search(body).group(1))
                    begun -= int(age.group(1)) if (age := AGE.search(body)) else 0  # as of when it says that it is true
                elif status == 404:
                    outcome = OK
            except OSError:
                outcome = UNKNOWN
            note(history, Operation(number, READ, vehicle, begun, time.monotonic(), outcome, shown))
            if outcome == OK:
                counts[mine] += 1
            else:
                time.sleep(RETRY_PAUSE)


def write_until(stop, number, path, ports, token, vins, settings):
    """A writer: each write is repeated, anywhere, until it is acknowledged, as workshops' programs do."""
    connection, (counts, mine) = Connection(ports), settings["count"]
    own = settings["own"]
    with open(path, "w", buffering=1) as history:
        for serial in range(number * SERIALS + 1, (number + 1) * SERIALS):
            if time.monotonic() >= stop.value:
                return
            vehicle = HOT if random.random() < settings["hot"] else random.choice(own)
            done = write_one(connection, number, vehicle, serial,
                             repair(token, vins[vehicle], f"S-{serial}", odometer=str(serial)), stop)
            note(history, done)
            counts[mine] += done.outcome == OK


def write_one(connection, number, vehicle, serial, message, stop):
    asked = request(f"{V1}lcipprocarfixrecordadd/query", message)
    begun = time.monotonic()
    while time.monotonic() < stop.value + GRACE:
        if random.random() < 0.1:
            connection.close()
        try:
            _, body = connection.ask(asked)
            code = json.loads(body)["code"]
            if code == "1":
                return Operation(number, WRITE, vehicle, begun, time.monotonic(), OK, 0, serial)
            if code not in ("-98", "-99", "-40"):
                raise AssertionError(f"a good record was answered with {code}: {body.decode()}")
        except OSError:
            pass
        time.sleep(RETRY_PAUSE)
        connection.close()
    return Operation(number, WRITE, vehicle, begun, time.monotonic(), UNKNOWN, 0, serial)
