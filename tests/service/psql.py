"""psql, which stays for the next text: starting it and its backend costs more than most of what tests ask."""
import glob
import os
import select
import subprocess
import tempfile
import threading
import time

PSQL = max(glob.glob("/usr/lib/postgresql/*/bin/psql"))  # what stands in PATH is a script that looks for it
BEGUN, DONE = b"\x02begun\n", b"\x03done\n"
# What a text leaves open ends with it, as if its process had ended.
ROUND = f"RESET ALL; SET search_path = chedang;\n\\echo {BEGUN.decode()}\\i {{file}}\n\\echo {DONE.decode()}ROLLBACK;\n"


class Session:
    """One process, for one text at a time."""

    def __init__(self, conninfo):
        self.remarks = tempfile.TemporaryFile()
        self.process = subprocess.Popen([PSQL, "-X", "-At", "-F", "\x1f", "-P", "null=\u2400", "-v", "ON_ERROR_STOP=1", "-d", conninfo],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.remarks)

    def run(self, text, timeout):
        """What it said; None when it ended before it began with the text, as when the server has been away."""
        with tempfile.NamedTemporaryFile("w", suffix=".sql", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            said = self.say(ROUND.format(file=file.name), time.monotonic() + timeout)
        begun, done = said.find(BEGUN), said.find(DONE)
        assert done >= 0 or begun < 0, self.remark()
        return said[begun + len(BEGUN):done].decode() if begun >= 0 else None

    def say(self, words, until):
        said = b""
        try:
            self.process.stdin.write(words.encode())
            self.process.stdin.flush()
        except BrokenPipeError:
            return said
        while DONE not in said[-100:]:
            ready, _, _ = select.select([self.process.stdout], [], [], max(until - time.monotonic(), 0))
            if not ready:
                self.end()
                raise TimeoutError("psql takes too long")
            chunk = os.read(self.process.stdout.fileno(), 1 << 16)
            if chunk == b"":
                break
            said += chunk
        return said

    def remark(self):
        """The last that it said of an error."""
        self.process.wait()
        self.remarks.seek(0)
        return self.remarks.read().decode()[-4000:]

    def end(self):
        self.process.kill()
        self.process.communicate()
        self.remarks.close()


class Sessions:
    """Of one world: as many as ask at the same time."""

    def __init__(self):
        self.idle, self.lock = {}, threading.Lock()

    def run(self, conninfo, text, timeout):
        with self.lock:
            kept = self.idle.setdefault(conninfo, [])
            session = kept.pop() if kept else None
        said = session.run(text, timeout) if session else None
        if said is None:
            session = Session(conninfo)
            said = session.run(text, timeout)
            assert said is not None, session.remark()
        with self.lock:
            kept.append(session)
        return said

    def end(self):
        for session in (session for kept in self.idle.values() for session in kept):
            session.end()
        self.idle.clear()
