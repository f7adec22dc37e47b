"""Redis as somebody with its password sees it."""
import socket
import subprocess


def _line(words):
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in words)


def command(world, text, login=True, extra=None, bulk=False):
    """The raw reply to a command of words; `extra` is one more word, of any bytes; `bulk` gives a bulk reply's bytes."""
    words = text.split() + ([extra] if extra is not None else [])
    with socket.socket(socket.AF_UNIX) as s:
        s.settimeout(5)
        s.connect(str(world.sockets / "redis.sock"))
        if login:
            password = (world.folder / "redis.password").read_text().strip().encode()
            s.sendall(_line([b"AUTH", b"chedang", password]))
            assert s.recv(100).startswith(b"+OK")
        s.sendall(_line(words))
        got = s.recv(65536)
        if got.startswith(b"$") and not got.startswith(b"$-1"):
            head, _, rest = got.partition(b"\r\n")
            while len(rest) < int(head[1:]) + 2:
                rest += s.recv(65536)
            return rest[:int(head[1:])] if bulk else head + rest
        return got


def names(world, prefix=b""):
    """All names, as the inspector sees them, whom only the tests' Redis knows."""
    password = (world.folder / "redis.password").read_text().strip()
    result = subprocess.run(["redis-cli", "-s", str(world.sockets / "redis.sock"), "--user", "inspector", "--pass",
                             password, "--no-auth-warning", "--scan"], capture_output=True, check=True, timeout=20)
    return [name for name in result.stdout.split() if name.startswith(prefix)]


def dump(world):
    """Every name and value there is."""
    return b"\n".join(name + b"=" + (command(world, b"GET " + name, bulk=True) or b"") for name in names(world))
