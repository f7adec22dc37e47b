"""A world of its own for a test: PostgreSQL, Redis, a schema, keys, and real servers; gone afterwards.

Everything is in one temporary folder. When it ends, it looks for broken promises in what the servers said: lines of
level bug, reports of the sanitizers, exchanges that never ended.
"""
import base64
import fcntl
import functools
import hashlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.parse

import openapi
import psql

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("CHEDANG_BUILD", ROOT / "build-test"))
CHEDANG = BUILD / "server" / os.environ.get("CHEDANG_PROGRAM", "chedang")
V1 = "/restservices/lcipprodatarest/"
FULL = os.environ.get("CHEDANG_FIGURES") == "full"


def size(small, full):
    """How much a test does: little with every change, its whole figure in tests/figures."""
    return full if FULL else small


def figure(row, counted, asked, seen):
    """Tells tests/figures what was seen; before it is judged, so that a figure that is missed is told too."""
    if "CHEDANG_FIGURES_SEEN" in os.environ:
        with open(os.environ["CHEDANG_FIGURES_SEEN"], "a") as seen_so_far:
            print(row, counted, asked, seen, sep="\t", file=seen_so_far)


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    def header(self, name):
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)


class Server:
    """One `chedang serve` process."""

    def __init__(self, world, settings):
        self.world, self.settings = world, settings
        self.log_path = world.folder / f"server-{len(world.servers)}.log"
        self.process, self.under = None, []  # a tool that runs it, such as valgrind with its options
        self.port = free_port()
        self.internal = str(world.sockets / f"internal-{len(world.servers)}.sock")

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def environment(self):
        return {
            **self.world.environment,
            "CHEDANG_LISTEN": f"127.0.0.1:{self.port}",
            "CHEDANG_INTERNAL": f"unix:{self.internal}",
            **self.settings,
        }

    def start(self, wait=True):
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen([*self.under, CHEDANG, "serve"], env=self.environment(), stdout=log, stderr=log,
                                            stdin=subprocess.DEVNULL, start_new_session=True)
        if wait:
            self.wait_ready()
        return self

    def wait_ready(self, seconds=20):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended with {self.process.returncode}: {self.log()}")
            try:
                if self.inside("/readyz").status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.02)
        raise AssertionError(f"the server is not ready: {self.log()}")

    def stop(self, seconds=20):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(seconds)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def log(self):
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def inside(self, path):
        """GET on the internal listener."""
        with socket.socket(socket.AF_UNIX) as s:
            s.settimeout(5)
            s.connect(self.internal)
            s.sendall(f"GET {path} HTTP/1.1\r\nHost: internal\r\nConnection: close\r\n\r\n".encode())
            return read_answer(s)

    def metric(self, name, suffix="_total"):
        for line in self.inside("/metrics").body.decode().splitlines():
            if line.startswith(f"chedang_{name}{suffix} "):
                return int(line.split()[1])
        raise KeyError(name)

    def ask(self, method, path, body=None, headers=None, timeout=10, source=None):
        """Its answer, as the document says; as another client, when `source` is another of this machine's own addresses, 127.0.0.0/8."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout,
                                                source_address=source and (source, 0))
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            answer = Answer(response.status, response.getheaders(), response.read())
        finally:
            connection.close()
        openapi.check(method, path, headers or {}, body, answer)
        return answer

    def raw(self, data, timeout=5):
        """All bytes that come back for these bytes, until the server closes or is silent."""
        got = b""
        with socket.create_connection(("127.0.0.1", self.port), timeout) as s:
            s.settimeout(timeout)
            s.sendall(data)
            try:
                while chunk := s.recv(65536):
                    got += chunk
            except TimeoutError:
                pass
            except ConnectionResetError:
                pass
        return got

    # A platform's calls.
    def token(self, client):
        basic = base64.b64encode(f"{client['client_id']}:{client['client_secret']}".encode()).decode()
        answer = self.ask("POST", "/oauth/token", "grant_type=client_credentials",
                          {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"})
        assert answer.status == 200, answer.body
        return answer.json["access_token"]

    def lookup(self, token, vin, purpose="used_car_listing", reference="case-1", **more):
        body = json.dumps({"vin": vin, "purpose": purpose, "reference": reference, **more})
        return self.ask("POST", "/v1/lookups", body,
                        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"})

    # A workshop's calls.
    def v1(self, call, message, prefix="", headers=None):
        body = message if isinstance(message, (bytes, str)) else json.dumps(message, ensure_ascii=False)
        return self.ask("POST", f"{prefix}{V1}{call}/query", body.encode() if isinstance(body, str) else body,
                        headers or {"Content-Type": "application/json"})


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def kill_and_wait(pid):
    """SIGKILL to somebody else's child. Until it is buried too, pg_ctl takes it for a running server."""
    os.kill(pid, signal.SIGKILL)
    until = time.monotonic() + 10
    while os.path.exists(f"/proc/{pid}"):
        assert time.monotonic() < until, f"{pid} was killed and is still there"
        time.sleep(0.005)


def read_answer(s):
    response = http.client.HTTPResponse(s)
    response.begin()
    return Answer(response.status, response.getheaders(), response.read())


@functools.cache
def schema_version():
    """Of what makes an empty database."""
    made_of = [ROOT / "deploy/cluster.sh", *sorted(path for path in (ROOT / "migrations").rglob("*") if path.is_file())]
    return hashlib.blake2b(b"".join(path.read_bytes() for path in made_of), digest_size=8).hexdigest()


@functools.cache
def place():
    """Where worlds stand: in memory, when there is plenty (a disk costs as much processor as half of the tests), or in the folder for
    what is temporary, also when figures are wanted."""
    memory = os.statvfs("/dev/shm") if os.path.isdir("/dev/shm") else None
    with open("/proc/meminfo") as file:
        available = int(next(line for line in file if line.startswith("MemAvailable")).split()[1]) * 1024
    roomy = memory is not None and min(memory.f_bavail * memory.f_frsize, available) > 8 << 30
    return "/dev/shm" if roomy and not FULL and "CHEDANG_ON_DISK" not in os.environ else None


def copy_postgres(whence, where):
    where.mkdir(exist_ok=True)
    subprocess.run(["cp", "-a", os.path.realpath(whence / "postgres"), where / "postgres"], check=True)
    subprocess.run(["cp", "-a", whence / "pgpass", where], check=True)


class World:
    def __init__(self, keep_in=None, **settings):
        """keep_in: a folder in which everything stays for the next time."""
        self.kept = keep_in is not None
        self.folder = pathlib.Path(keep_in or tempfile.mkdtemp(prefix="chedang-test.", dir=place()))
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o711)
        self.servers = []
        self.psql = psql.Sessions()
        self.settings = {k: str(v) for k, v in settings.items()}
        try:
            self._open()
        except BaseException:
            self.close(check=False)
            raise

    def _open(self):
        if not self.kept:
            self.begin_with_schema()
        self.start_stores()
        if self.kept:
            self.sqitch("deploy")
        self.environment = {
            "PATH": os.environ["PATH"],
            "CHEDANG_HOME": str(ROOT),
            "CHEDANG_KEYS": str(self.folder / "keys"),
            "CHEDANG_PG": self.conninfo("chedang_serve"),
            "CHEDANG_PG_OWNER": self.conninfo("chedang"),
            "CHEDANG_REDIS": str(self.sockets / "redis.sock"),
            "CHEDANG_REDIS_PASSWORD_FILE": str(self.folder / "redis.password"),
            "CHEDANG_SPOOL": str(self.folder / "spool"),
            "CHEDANG_OUTBOX": str(self.folder / "outbox"),
            "CHEDANG_SECURITY_CONTACT": "mailto:security@chedang.example",
            "CHEDANG_THREADS": "2",
            "CHEDANG_DB_CONNECTIONS": os.environ.get("CHEDANG_DB_CONNECTIONS", "4"),
            "CHEDANG_LOG_LEVEL": "3",
            # Tests look at few vehicles, often, and one after the other.
            "CHEDANG_VEHICLE_DAY": "1000000000",
            "CHEDANG_SLOWED_BURST": "0",
            "CHEDANG_PASSWORD_ADDRESS": "100000000",
            "ASAN_OPTIONS": "abort_on_error=0:exitcode=99",
            "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1:exitcode=99",
            "TSAN_OPTIONS": f"suppressions={ROOT}/tests/figures/threads.supp:exitcode=99",
            **self.settings,
        }
        (self.folder / "outbox").mkdir(mode=0o700, exist_ok=True)
        if not (self.folder / "keys").exists():
            self.command("keys", "new", str(self.folder / "keys"))

    @property
    def sockets(self):
        return pathlib.Path(os.path.realpath(self.folder / "sockets"))

    def conninfo(self, role):
        return f"host={self.sockets} dbname=chedang user={role} passfile={self.folder / 'pgpass'}"

    def begin_with_schema(self):
        """Copies a stopped PostgreSQL with the whole schema, which the first world makes for all that follow it."""
        schema = BUILD / f"schema-{schema_version()}"
        with open(BUILD / "schema.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not schema.exists():
                self.start_stores()
                self.sqitch("deploy")
                self.stop_stores()
                for old in BUILD.glob("schema-*"):  # of other versions, or never finished
                    shutil.rmtree(old)
                copy_postgres(self.folder, BUILD / "schema-new")
                (BUILD / "schema-new").rename(schema)
                return
        copy_postgres(schema, self.folder)

    def stop_stores(self):
        subprocess.run(["bash", ROOT / "deploy/cluster.sh", "stop", self.folder], stdin=subprocess.DEVNULL, timeout=120)

    def start_stores(self):
        subprocess.run(["bash", ROOT / "deploy/cluster.sh", "start", self.folder], check=True,
                       env={**os.environ, "REDIS_INSPECTOR": "1"}, stdin=subprocess.DEVNULL, timeout=900)

    def sqitch(self, *words):
        result = subprocess.run(["sqitch", *words, f"db:pg://chedang@/chedang?host={self.sockets}"], cwd=ROOT,
                                env={**os.environ, "PGPASSFILE": str(self.folder / "pgpass")}, capture_output=True,
                                text=True, timeout=300)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def sql(self, text, role="chedang", timeout=60):
        """Rows as lists of text; None for null."""
        lines = self.psql.run(self.conninfo(role), text, timeout).split("\n")[:-1]
        return [[None if cell == "\u2400" else cell for cell in line.split("\x1f")] for line in lines]

    def command(self, *words, input=None, check=True, cwd=None):
        result = subprocess.run([CHEDANG, *words], env=self.environment, input=input, capture_output=True, text=True,
                                timeout=300, cwd=cwd)
        assert not check or result.returncode == 0, f"{words}: {result.stdout}{result.stderr}"
        return result

    def server(self, **settings):
        server = Server(self, {k: str(v) for k, v in settings.items()})
        self.servers.append(server)
        return server

    def client(self, name="A platform", *words, audience="platform"):
        lines = self.command("client", "add", "--name", name, "--audience", audience, *words).stdout.splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line)

    def staff(self, name, role):
        """Lets somebody of the authority in; their password."""
        lines = self.command("staff", "add", "--name", name, "--role", role).stdout.splitlines()
        return dict(line.split("=", 1) for line in lines)["password"]

    def workshop(self, server, name="上海示例汽车维修有限公司", division="310115", category="02", password="geheim-123"):
        """Registers a workshop through the v1 interface and signs it in; its code and token."""
        code = server.v1("lcipproaccountcompany", {
            "companyname": name, "companypassword": password,
            "companyunifiedsocialcreditidentifier": credit_code(name),
            "companyadministrativedivisioncode": division, "companycategory": category}).json
        assert code["code"] == "1", code
        token = server.v1("lcipprogetaccesstoken",
                          {"companycode": code["companycode"], "companypassword": password}).json
        assert token["code"] == "1", token
        return code["companycode"], token["access_token"]

    def redis_pid(self):
        return int((self.folder / "redis.pid").read_text())

    def postgres_pid(self):
        return int(pathlib.Path(os.path.realpath(self.folder / "postgres"), "postmaster.pid").read_text().split()[0])

    def kill_redis(self):
        """kill -9; start_stores() brings it back, empty."""
        kill_and_wait(self.redis_pid())
        (self.folder / "redis.pid").unlink()

    def kill_postgres(self):
        """kill -9 of the postmaster; start_stores() brings it back."""
        kill_and_wait(self.postgres_pid())

    def close(self, check=True):
        try:
            for server in self.servers:
                if server.process is not None and server.process.poll() is None:
                    try:
                        server.stop()
                    except subprocess.TimeoutExpired:
                        server.kill()
                        if check:
                            raise AssertionError(f"the server does not stop: {server.log()[-2000:]}")
            if check:
                self.check_logs()
        finally:
            self.psql.end()
            self.stop_stores()
            sockets = self.sockets
            if not self.kept:
                shutil.rmtree(os.path.realpath(self.folder / "postgres"), ignore_errors=True)
                shutil.rmtree(self.folder, ignore_errors=True)
            if sockets.name.startswith("chedang."):
                shutil.rmtree(sockets, ignore_errors=True)

    def check_logs(self):
        for server in self.servers:
            log = server.log()
            for broken in ('"level":"bug"', "AddressSanitizer", "ThreadSanitizer", "runtime error:", "LeakSanitizer", "Assertion",
                           "exchanges_never_ended", "detail_does_not_open"):
                at = log.find(broken)
                assert at < 0, f"{broken} in the log of a server:\n{log[max(0, at - 500):at + 4000]}"

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.close(check=kind is None)


def credit_code(name):
    """Eighteen characters that are the same for the same name."""
    import hashlib
    return "91" + hashlib.sha256(name.encode()).hexdigest()[:16].upper().replace("I", "1").replace("O", "0")


def vin(serial, start="LSVAA418"):
    """A VIN with a valid check digit."""
    values = dict(zip("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", "012345678912345678123457923456789"))
    weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
    text = f"{start}0E2{serial:06d}"
    total = sum(w * int(values[c]) for w, c in zip(weights, text))
    return text[:8] + "0123456789X"[total % 11] + text[9:]


def repair(token, vin, number, settled="20240103", odometer="12345", **info):
    """A v1 record message."""
    return {
        "access_token": token,
        "basicInfo": {"vehicleplatenumber": "沪A12345", "companyname": "上海示例汽车维修有限公司", "vin": vin,
                      "repairdate": settled, "repairmileage": odometer, "settledate": settled,
                      "faultdescription": "常规保养", "costlistcode": number, **info},
        "vehiclepartslist": [{"partsname": "机油", "partsquantity": "4.0", "partscode": "SN5W30"}],
        "repairprojectlist": [{"repairproject": "更换机油", "workinghours": "1.5"}],
    }


def quote(text):
    return urllib.parse.quote(text, safe="")
