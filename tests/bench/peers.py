"""What a team would otherwise pick, with the same data and the same answers: bare h2o, nginx with Lua, Fastify."""
import json
import os
import pathlib
import socket
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
NGINX = """
daemon off; master_process off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log crit;
load_module /usr/lib/nginx/modules/ndk_http_module.so;
load_module /usr/lib/nginx/modules/ngx_http_lua_module.so;
events {{ worker_connections 4096; }}
http {{
  access_log off; keepalive_requests 1000000000; lua_package_path "/usr/share/lua/5.1/?.lua;;";
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; client_body_in_single_buffer on;
  server {{
    listen 127.0.0.1:{port} reuseport; default_type application/json; server_tokens off;
{fields}
    location = /v1/lookups {{ content_by_lua_block {{
      local redis = require("nginx.redis"):new()
      ngx.req.read_body()
      local vin = string.match(ngx.req.get_body_data() or "", '"vin":"(%w+)"')
      local ok = redis:connect("unix:{socket}")
      local found = ok and vin and redis:get("b:" .. vin)
      redis:set_keepalive(60000, 64)
      if not found or found == ngx.null then return ngx.exit(404) end
      ngx.header.content_length = #found
      ngx.print(found)
    }} }}
  }}
}}
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Peers:
    """Starts them in a folder of their own, with a Redis of their own; ends what it has started."""

    def __init__(self, folder, answers, fields, bare, pin):
        self.folder, self.fields, self.bare, self.pin, self.running = pathlib.Path(folder), fields, bare, pin, []
        self.socket = self.folder / "peers.sock"
        self._run("redis-server", "--port", "0", "--unixsocket", str(self.socket), "--save", "", "--dir", str(folder), pin=False)
        self._wait(lambda: self.socket.exists())
        with socket.socket(socket.AF_UNIX) as s:
            s.connect(str(self.socket))
            for vin, body in answers.items():
                s.sendall(b"*3\r\n$3\r\nSET\r\n$%d\r\nb:%s\r\n$%d\r\n%s\r\n" % (len(vin) + 2, vin.encode(), len(body), body))
                assert s.recv(64).startswith(b"+OK")
        (self.folder / "answer").write_bytes(next(iter(answers.values())))

    def _run(self, *command, pin=True):
        process = subprocess.Popen([*(["taskset", "-c", self.pin] if pin and self.pin else []), *map(str, command)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        self.running.append(process)
        return process

    def _wait(self, ready, seconds=20):
        until = time.monotonic() + seconds
        while not ready():
            assert time.monotonic() < until, "a peer did not start"
            time.sleep(0.02)

    def _listens(self, port):
        with socket.socket() as s:
            return s.connect_ex(("127.0.0.1", port)) == 0

    def _serve(self, port, *command):
        process = self._run(*command)
        self._wait(lambda: self._listens(port))
        return f"http://127.0.0.1:{port}", process.pid

    def h2o(self):
        port = free_port()
        words = [word for pair in self.fields.items() for word in pair]
        return self._serve(port, self.bare, port, self.folder / "answer", *words)

    def nginx(self):
        port, conf = free_port(), self.folder / "nginx.conf"
        fields = "".join(f"    add_header {name} {json.dumps(value.replace(chr(34), chr(39)))};\n" for name, value in self.fields.items()
                         if name != "content-type")
        conf.write_text(NGINX.format(folder=self.folder, port=port, socket=self.socket, fields=fields))
        return self._serve(port, "nginx", "-p", self.folder, "-c", conf)

    def fastify(self):
        port = free_port()
        if not (HERE / "fastify/node_modules").exists():
            subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=HERE / "fastify", check=True,
                           stdout=subprocess.DEVNULL, timeout=300)
        (self.folder / "fields.json").write_text(json.dumps(self.fields))
        return self._serve(port, "node", HERE / "fastify/server.mjs", port, self.socket, self.folder / "fields.json")

    def close(self):
        for process in self.running:
            process.terminate()
        for process in self.running:
            process.wait(10)


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
