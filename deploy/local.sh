# The service on this machine, for ./dev up, down and reset. Sourced by ./dev.

CHEDANG=$PWD/build-release/server/chedang

local_environment() {
    local sockets
    sockets=$(readlink -f "$RUN_DIR/sockets")
    export CHEDANG_LISTEN=127.0.0.1:$PORT
    export CHEDANG_INTERNAL=unix:$sockets/internal.sock
    export CHEDANG_HOME=$PWD
    export CHEDANG_KEYS=$RUN_DIR/keys
    export CHEDANG_PG="host=$sockets dbname=chedang user=chedang_serve passfile=$RUN_DIR/pgpass"
    export CHEDANG_PG_OWNER="host=$sockets dbname=chedang user=chedang passfile=$RUN_DIR/pgpass"
    export CHEDANG_REDIS=$sockets/redis.sock
    export CHEDANG_REDIS_PASSWORD_FILE=$RUN_DIR/redis.password
    export CHEDANG_SPOOL=$RUN_DIR/spool
    export CHEDANG_OUTBOX=$RUN_DIR/outbox
}

service_pid() {
    local pid
    pid=$(cat "$RUN_DIR/chedang.pid" 2>/dev/null) || return 1
    [ "$(readlink "/proc/$pid/exe" 2>/dev/null | sed 's/ (deleted)$//')" = "$CHEDANG" ] && echo "$pid"
}

port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; }

deploy_schema() {
    local sockets
    sockets=$(readlink -f "$RUN_DIR/sockets")
    PGPASSFILE=$RUN_DIR/pgpass sqitch deploy "db:pg://chedang@/chedang?host=$sockets" >"$RUN_DIR/sqitch.log" 2>&1 ||
        { tail -n 10 "$RUN_DIR/sqitch.log" >&2; die "The schema could not be deployed." "The whole story is in $RUN_DIR/sqitch.log."; }
}

# Workshops, vehicles and histories, the demonstration's accounts, and demo.env with what to try them with.
load_demonstration() {
    local password client until
    until=$(date -d '14 days ago' +%F)
    [ ! -s "$RUN_DIR/demo.env" ] || return 0
    say "Demonstration data"
    mkdir -p "$RUN_DIR/outbox"
    chmod 700 "$RUN_DIR/outbox"
    (umask 077; head -c 12 /dev/urandom | base64 | tr '+/' 'ab' >"$RUN_DIR/demo.password")
    password=$(cat "$RUN_DIR/demo.password")
    "$CHEDANG" demo --vehicles "${DEMO_VEHICLES:-300}" --seed "${DEMO_SEED:-1}" --until "$until" --password-file "$RUN_DIR/demo.password" |
        "$CHEDANG" import - --refused "$RUN_DIR/demo.refused" >&2 ||
        die "The demonstration data could not be loaded." "Lines that were refused are in $RUN_DIR/demo.refused; ./dev reset begins anew."
    client=$("$CHEDANG" client add --name "Demonstration platform" --audience platform)
    (
        umask 077
        {
            echo "CHEDANG_URL=http://127.0.0.1:$PORT"
            "$CHEDANG" demo --seed "${DEMO_SEED:-1}" --until "$until" --env
            echo "DEMO_WORKSHOP_PASSWORD=$password"
            echo "DEMO_CLIENT_ID=$(sed -n 's/^client_id=//p' <<<"$client")"
            echo "DEMO_CLIENT_SECRET=$(sed -n 's/^client_secret=//p' <<<"$client")"
            echo "DEMO_OUTBOX=$RUN_DIR/outbox"
        } >"$RUN_DIR/demo.env.new"
    )
    mv "$RUN_DIR/demo.env.new" "$RUN_DIR/demo.env"
}

start_service() {
    local pid
    if pid=$(service_pid); then
        [ "$RUN_DIR/chedang.pid" -nt "$CHEDANG" ] && grep -q "^CHEDANG_URL=http://127.0.0.1:$PORT$" "$RUN_DIR/demo.env" && return 0
        say "Restarting the service"
        stop_service
    fi
    ! port_is_taken || die "Port $PORT is taken by another program." "Choose another: PORT=8090 ./dev up"
    sed -i "s|^CHEDANG_URL=.*|CHEDANG_URL=http://127.0.0.1:$PORT|" "$RUN_DIR/demo.env"
    setsid "$CHEDANG" serve >>"$RUN_DIR/chedang.log" 2>&1 </dev/null &
    echo $! >"$RUN_DIR/chedang.pid"
    disown
    for _ in $(seq 100); do
        curl -fsS --max-time 1 --unix-socket "$(readlink -f "$RUN_DIR/sockets")/internal.sock" http://internal/readyz >/dev/null 2>&1 && return 0
        service_pid >/dev/null || break
        sleep 0.1
    done
    tail -n 5 "$RUN_DIR/chedang.log" >&2
    die "The service did not become ready." "Its log is $RUN_DIR/chedang.log."
}

stop_service() {
    local pid
    pid=$(service_pid) || { rm -f "$RUN_DIR/chedang.pid"; return 0; }
    kill -TERM "$pid"
    for _ in $(seq 400); do
        kill -0 "$pid" 2>/dev/null || { rm -f "$RUN_DIR/chedang.pid"; return 0; }
        sleep 0.1
    done
    die "The service (process $pid) does not stop."
}

# Nothing half-started stays behind.
local_undo() {
    trap - EXIT
    say "Stopping what was started"
    stop_service || true
    bash deploy/cluster.sh stop "$RUN_DIR" || true
}

local_up() {
    mkdir -p "$RUN_DIR"
    chmod 711 "$RUN_DIR"
    service_pid >/dev/null || ! port_is_taken ||
        die "Port $PORT is taken by another program." "Choose another: PORT=8090 ./dev up"
    trap local_undo EXIT
    say "PostgreSQL and Redis on their own sockets ($RUN_DIR)"
    bash deploy/cluster.sh start "$RUN_DIR" ||
        die "PostgreSQL or Redis could not be started." "See $RUN_DIR/postgres/server.log and $RUN_DIR/redis.log."
    local_environment
    [ -s "$RUN_DIR/keys" ] || "$CHEDANG" keys new "$RUN_DIR/keys"
    say "Schema"
    deploy_schema
    load_demonstration
    say "Service"
    start_service
    trap - EXIT
    show_accounts
}

show_accounts() {
    (
        . "$RUN_DIR/demo.env"
        cat <<END

Chedang is ready.

  Owners     $CHEDANG_URL/
             phone $DEMO_OWNER_PHONE; the code appears in $DEMO_OUTBOX
             VIN $DEMO_VIN  plate $DEMO_PLATE  engine $DEMO_ENGINE_NO  certificate $DEMO_REGISTRATION_NO
  Platforms  POST $CHEDANG_URL/v1/lookups
             client $DEMO_CLIENT_ID
  Workshops  POST $CHEDANG_URL/restservices/lcipprodatarest/lcipprogetaccesstoken/query
             company $DEMO_WORKSHOP_CODE

All accounts with their secrets are in $RUN_DIR/demo.env. ./dev down stops, ./dev reset removes the data.
END
    )
}

local_down() {
    stop_service
    bash deploy/cluster.sh stop "$RUN_DIR"
    say "Stopped; the data stays in $RUN_DIR"
}

# Only what we made: a folder without our mark is not ours to remove.
local_reset() {
    [ -d "$RUN_DIR" ] || { say "Nothing to remove"; return 0; }
    [ -e "$RUN_DIR/sockets" ] || [ -L "$RUN_DIR/sockets" ] || [ -e "$RUN_DIR/pgpass" ] ||
        die "$RUN_DIR is not a folder of ./dev up." "Remove it by hand if you mean it."
    stop_service
    bash deploy/cluster.sh stop "$RUN_DIR"
    rm -rf "$(readlink -f "$RUN_DIR/sockets")"
    [ ! -L "$RUN_DIR/postgres" ] || rm -rf "$(readlink -f "$RUN_DIR/postgres")"
    rm -rf "$RUN_DIR"
    say "Removed $RUN_DIR"
}
