"""What is done to the servers, to Redis and to PostgreSQL while clients use them. One fault at a time."""
import os
import random
import shutil
import signal
import subprocess
import time

class Mischief:
    def __init__(self, world, servers, settings):
        self.world, self.servers = world, servers
        self.counted = {}
        self.settings = settings
        self.old_dump = None

    def one_of(self, names, weights=None):
        name = random.choices(names, weights)[0]
        self.counted[name] = self.counted.get(name, 0) + 1
        getattr(self, name)()

    def tend(self):
        """Starts again whatever died at a marked point."""
        for server in self.servers:
            if server.process.poll() is not None:
                self.counted["died"] = self.counted.get("died", 0) + 1
                server.start(wait=False)

    # Servers.
    def kill_server(self):
        server = random.choice(self.servers)
        server.kill()
        time.sleep(random.choice((0, 0, 0.3)))
        server.start(wait=False)

    def die_after_commit(self):
        """Between the commit of a record and all that comes after it."""
        self.die_at(f"after_commit:{random.randint(1, 4)}")

    def die_after_drain(self):
        """Between the commit of lines of the trail and the note that they need not be sent again."""
        self.die_at(f"after_drain:{random.randint(1, 8)}")

    def die_at(self, point):
        server = random.choice(self.servers)
        server.kill()
        kept = dict(server.settings)
        server.settings["CHEDANG_DIE_AT"] = point
        server.start(wait=False)
        server.settings = kept

    def stop_server(self):
        process = random.choice(self.servers).process
        self.pause([process.pid], 1.5)

    def pause(self, pids, most):
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        time.sleep(random.random() * most)
        for pid in pids:
            os.kill(pid, signal.SIGCONT)

    # Redis. The service's user may do none of this; the inspector of the test's world may.
    def redis(self, *words):
        password = (self.world.folder / "redis.password").read_text().strip()
        subprocess.run(["redis-cli", "-s", self.world.sockets / "redis.sock", "--user", "inspector", "--no-auth-warning",
                        *words], env={**os.environ, "REDISCLI_AUTH": password}, capture_output=True, timeout=10, check=True)

    def redis_stop(self):
        self.pause([self.world.redis_pid()], 2)

    def redis_flush(self):
        self.redis("FLUSHALL")

    def redis_empty(self):
        self.world.kill_redis()
        time.sleep(random.choice((0, 0.5, 2)))
        self.world.start_stores()

    def redis_old(self):
        """Comes back with what it held at the last time but one: values that all others have long replaced."""
        dump = self.world.folder / "dump.rdb"
        self.redis("SAVE")
        saved = dump.read_bytes()
        self.world.kill_redis()
        dump.write_bytes(self.old_dump or saved)
        self.world.start_stores()
        dump.unlink()
        self.old_dump = saved

    # PostgreSQL.
    def postgres_restart(self):
        as_postgres = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups", "--"]
        subprocess.run([*(as_postgres if os.getuid() == 0 else []), pg_ctl(), "-D",
                        os.path.realpath(self.world.folder / "postgres"), "-m", "fast", "-w", "restart"], cwd="/",
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)
        self.world.start_stores()

    def postgres_kill(self):
        self.world.kill_postgres()
        self.world.start_stores()


ALL = {"kill_server": 3, "die_after_commit": 3, "die_after_drain": 1, "stop_server": 2, "redis_stop": 3, "redis_flush": 1, "redis_empty": 2,
       "redis_old": 3, "postgres_restart": 1, "postgres_kill": 1}

SLOW = """
-- A share of the queries for a vehicle's history takes its time after its snapshot is taken.
CREATE FUNCTION slowly() RETURNS boolean VOLATILE LANGUAGE plpgsql AS $$ BEGIN
    IF random() < {share} THEN PERFORM pg_sleep(random() * 1.5); END IF;
    RETURN true;
END $$;
GRANT EXECUTE ON FUNCTION slowly TO chedang_serve;
ALTER TABLE registry ENABLE ROW LEVEL SECURITY;
CREATE POLICY slowly ON registry USING (slowly());
INSERT INTO registry (vehicle_key, salt, plate, engine_no, registration_no, holder, region)
SELECT key, decode(repeat('00', 16), 'hex'), '', '', '', '', '310115' FROM vehicle;
"""


def make_slow(world, share):
    world.sql(SLOW.format(share=share))


def pg_ctl():
    found = sorted((p for p in os.listdir("/usr/lib/postgresql")), key=int)
    return shutil.which("pg_ctl", path=f"/usr/lib/postgresql/{found[-1]}/bin")
