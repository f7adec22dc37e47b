# A private PostgreSQL cluster and a private Redis on Unix sockets, for ./dev up and for the tests.
# cluster.sh start|stop FOLDER: everything is in FOLDER; `sockets` in it leads to a short path, since a
# socket's path is bounded. As root, PostgreSQL runs as the user of its package.
set -euo pipefail

[ $# = 2 ] || { echo "usage: cluster.sh start|stop FOLDER" >&2; exit 2; }
folder=$2
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
as_postgres=()
[ "$(id -u)" != 0 ] || as_postgres=(setpriv --reuid postgres --regid postgres --init-groups --)

random() { head -c 24 /dev/urandom | base64 | tr -d '+/=' ; }

# Where PostgreSQL may go: the folder itself, or, below a home that its user cannot enter, a place of its own.
choose_places() {
    local data=$folder/postgres

    [ -L "$folder/sockets" ] && [ -d "$folder/sockets/" ] || ln -sfn "$(mktemp -d /tmp/chedang.XXXXXX)" "$folder/sockets"
    if [ ! -e "$data" ]; then
        mkdir -p "$data"
        if [ ${#as_postgres[@]} -gt 0 ] && ! { chown postgres "$data" && "${as_postgres[@]}" test -w "$data"; }; then
            rmdir "$data"
            mkdir -p /var/lib/chedang && chmod 711 /var/lib/chedang
            ln -s "$(mktemp -d /var/lib/chedang/XXXXXX)" "$data"
        fi
    fi
    [ ${#as_postgres[@]} = 0 ] || chown postgres "$(readlink -f "$data")" "$(readlink -f "$folder/sockets")"
    chmod 700 "$(readlink -f "$data")"
    chmod 711 "$(readlink -f "$folder/sockets")"
}

# Until its roles are there it is marked as new; when that is interrupted, it is made anew.
make_cluster() {
    local admin owner serve data
    admin=$(random) owner=$(random) serve=$(random) data=$(readlink -f "$folder/postgres")

    touch "$folder/new-cluster"
    stop_postgres
    find "$data" -mindepth 1 -delete
    (umask 077; printf '*:*:*:chedang_admin:%s\n*:*:*:chedang:%s\n*:*:*:chedang_serve:%s\n' "$admin" "$owner" "$serve" >"$folder/pgpass")
    rm -f "$data.password"
    (umask 077; : >"$data.password")
    [ ${#as_postgres[@]} = 0 ] || chown postgres "$data.password"
    printf '%s' "$admin" >"$data.password"
    (cd / && "${as_postgres[@]}" "$bin/initdb" -k -D "$data" -U chedang_admin --pwfile="$data.password" \
        --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 ${INITDB_OPTIONS:-} >/dev/null)
    rm -f "$data.password"
    "${as_postgres[@]}" tee "$data/pg_hba.conf" >/dev/null <<'END'
# Only our roles, only with their passwords, only through the socket.
local all chedang_admin scram-sha-256
local all chedang       scram-sha-256
local all chedang_serve scram-sha-256
local all all           reject
END
    "${as_postgres[@]}" tee -a "$data/postgresql.conf" >/dev/null <<END
listen_addresses = ''
unix_socket_permissions = 0777
max_connections = 200
# Statements here are short: compiling one costs more than it saves.
jit = off
shared_buffers = ${POSTGRES_SHARED_BUFFERS:-128MB}
max_wal_size = ${POSTGRES_WAL_SIZE:-1GB}
# Nothing that a statement carries may stand in a log.
log_statement = 'none'
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_min_error_statement = panic
log_error_verbosity = terse
idle_in_transaction_session_timeout = '60s'
END
}

# After an abrupt end it first puts in order what was not written yet: minutes, where there is much.
await_postgres() {
    local end=$((SECONDS + 600)) told=
    until "$bin/pg_isready" -q -h "$(readlink -f "$folder/sockets")"; do
        [ $? = 1 ] && [ $SECONDS -lt $end ] || return 1
        [ -n "$told" ] || echo "PostgreSQL puts its files in order after an abrupt end ..." >&2
        told=yes
        sleep 0.5
    done
}

start_postgres() {
    local data
    data=$(readlink -f "$folder/postgres")
    [ -s "$data/PG_VERSION" ] && [ ! -e "$folder/new-cluster" ] || make_cluster
    for _ in 1 2 3 4 5; do
        (cd / && "${as_postgres[@]}" "$bin/pg_ctl" -D "$data" status >/dev/null 2>&1) && break
        (cd / && "${as_postgres[@]}" "$bin/pg_ctl" -D "$data" -w -t 20 -l "$data/server.log" \
            -o "-c unix_socket_directories='$(readlink -f "$folder/sockets")'" start >/dev/null 2>&1) && break
        sleep 1 # after a kill, orphans may still hold the shared memory
    done
    await_postgres && return 0
    tail -n 5 "$data/server.log" >&2
    return 1
}

psql_admin() { PGPASSFILE=$folder/pgpass psql -X -q -v ON_ERROR_STOP=1 -h "$(readlink -f "$folder/sockets")" -U chedang_admin -d "${1:-postgres}"; }

password_of() { awk -F: -v role="$1" '$4 == role { print $5 }' "$folder/pgpass"; }

make_roles() {
    psql_admin <<END
CREATE ROLE chedang LOGIN PASSWORD '$(password_of chedang)';
CREATE ROLE chedang_serve LOGIN PASSWORD '$(password_of chedang_serve)';
CREATE DATABASE chedang OWNER chedang;
REVOKE ALL ON DATABASE chedang FROM PUBLIC;
GRANT CONNECT ON DATABASE chedang TO chedang_serve;
GRANT pg_read_all_stats TO chedang;
END
    rm -f "$folder/new-cluster"
}

# Its process, if the number that we noted is still that of a Redis on our socket.
redis_pid() {
    local pid
    pid=$(cat "$folder/redis.pid" 2>/dev/null) || return 1
    grep -qsF "$(readlink -f "$folder/sockets")/redis.sock" "/proc/$pid/cmdline" && echo "$pid"
}

start_redis() {
    local password=$folder/redis.password socket
    socket=$(readlink -f "$folder/sockets")/redis.sock

    [ -s "$password" ] || (umask 077; random >"$password")
    (umask 077; cat >"$folder/redis.acl" <<END
user default off
user chedang on >$(cat "$password") ~s:* ~h:* ~l:* -@all +mget +set +incrby +expire +ping +auth
${REDIS_INSPECTOR:+user inspector on >$(cat "$password") ~* +@all}
END
    )
    redis_pid >/dev/null && return 0
    rm -f "$socket"
    redis-server --port 0 --unixsocket "$socket" --unixsocketperm 700 --aclfile "$folder/redis.acl" --save '' \
        --appendonly no --maxmemory 256mb --maxmemory-policy allkeys-lfu --daemonize yes --dir "$folder" \
        --pidfile "$folder/redis.pid" --logfile "$folder/redis.log" --slowlog-log-slower-than -1 >/dev/null
    for _ in $(seq 50); do [ -S "$socket" ] && return 0; sleep 0.1; done
    return 1
}

stop_postgres() {
    local data
    data=$(readlink -f "$folder/postgres")
    [ ! -s "$data/postmaster.pid" ] ||
        (cd / && "${as_postgres[@]}" "$bin/pg_ctl" -D "$data" -m fast -w -t 60 stop >/dev/null 2>&1) || true
}

stop_all() {
    local pid
    if pid=$(redis_pid); then
        kill "$pid" 2>/dev/null || true
    fi
    rm -f "$folder/redis.pid"
    stop_postgres
}

case $1 in
start)
    mkdir -p "$folder"
    choose_places
    start_postgres
    [ ! -e "$folder/new-cluster" ] || make_roles
    start_redis
    ;;
stop) [ ! -d "$folder" ] || stop_all ;;
*) echo "usage: cluster.sh start|stop FOLDER" >&2; exit 2 ;;
esac
