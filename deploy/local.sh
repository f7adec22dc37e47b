# The service on this machine, for ./dev up, down and reset. Sourced by ./dev.

CHEDANG=$PWD/build-release/server/chedang

local_environment() {
    local sockets passfile
    sockets=$(readlink -f "$RUN_DIR/sockets")
    passfile=$(sed "s/[\\\\']/\\\\&/g; s/.*/'&'/" <<<"$RUN_DIR/pgpass") # as libpq quotes values
    export CHEDANG_LISTEN=127.0.0.1:$PORT
    export CHEDANG_INTERNAL=unix:$sockets/internal.sock
    export CHEDANG_HOME=$PWD
    export CHEDANG_KEYS=$RUN_DIR/keys
    export CHEDANG_PG="host=$sockets dbname=chedang user=chedang_serve passfile=$passfile"
    export CHEDANG_PG_OWNER="host=$sockets dbname=chedang user=chedang passfile=$passfile"
    export CHEDANG_REDIS=$sockets/redis.sock
    export CHEDANG_REDIS_PASSWORD_FILE=$RUN_DIR/redis.password
    export CHEDANG_SPOOL=$RUN_DIR/spool
    export CHEDANG_OUTBOX=$RUN_DIR/outbox
}

# Its process, if the number that we noted is still that of our service. Not by /proc/PID/exe: the service lets nobody
# look into it.
service_pid() {
    local pid
    pid=$(cat "$RUN_DIR/chedang.pid" 2>/dev/null) || return 1
    [ "$(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline")" = "$CHEDANG serve " ] && echo "$pid"
}

port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; }

deploy_schema() {
    local sockets
    sockets=$(readlink -f "$RUN_DIR/sockets")
    PGPASSFILE=$RUN_DIR/pgpass sqitch deploy "db:pg://chedang@/chedang?host=$sockets" >"$RUN_DIR/sqitch.log" 2>&1 ||
        { tail -n 10 "$RUN_DIR/sqitch.log" >&2; die "The schema could not be deployed." "The whole story is in $RUN_DIR/sqitch.log."; }
}

# A value for a file that a shell reads, in quotes only when it needs them.
shell_word() {
    case $1 in
    *[!A-Za-z0-9_./-]*) sed "s/'/'\\\\''/g; s/.*/'&'/" <<<"$1" ;;
    *) echo "$1" ;;
    esac
}

# Workshops, vehicles and histories, the demonstration's accounts, and demo.env with what to try them with.
load_demonstration() {
    local password client administrator reviewer supervisor until
    until=$(date -d '14 days ago' +%F)
    [ ! -s "$RUN_DIR/demo.env" ] || return 0
    say "Demonstration data"
    mkdir -p "$RUN_DIR/outbox"
    chmod 700 "$RUN_DIR/outbox"
    (umask 077; head -c 12 /dev/urandom | base64 | tr '+/' 'ab' >"$RUN_DIR/demo.password")
    password=$(cat "$RUN_DIR/demo.password")
    "$CHEDANG" demo --vehicles "${DEMO_VEHICLES:-300}" --seed "${DEMO_SEED:-1}" --until "$until" --password-file "$RUN_DIR/demo.password" |
        "$CHEDANG" import - --from-start --refused "$RUN_DIR/demo.refused" >&2 ||
        die "The demonstration data could not be loaded." "Lines that were refused are in $RUN_DIR/demo.refused; ./dev reset begins anew."
    client=$("$CHEDANG" client add --name "Demonstration platform" --audience platform)
    administrator=$("$CHEDANG" client admin-add "$(sed -n 's/^client_id=//p' <<<"$client")" --name platform)
    reviewer=$("$CHEDANG" staff add --name reviewer --role reviewer)
    supervisor=$("$CHEDANG" staff add --name supervisor --role supervisor)
    (
        umask 077
        {
            echo "CHEDANG_URL=http://127.0.0.1:$PORT"
            "$CHEDANG" demo --seed "${DEMO_SEED:-1}" --until "$until" --env
            echo "DEMO_WORKSHOP_PASSWORD=$password"
            echo "DEMO_CLIENT_ID=$(sed -n 's/^client_id=//p' <<<"$client")"
            echo "DEMO_CLIENT_SECRET=$(sed -n 's/^client_secret=//p' <<<"$client")"
            echo "DEMO_CLIENT_ADMIN=platform"
            echo "DEMO_CLIENT_ADMIN_PASSWORD=$(sed -n 's/^password=//p' <<<"$administrator")"
            echo "DEMO_STAFF_REVIEWER=reviewer"
            echo "DEMO_STAFF_PASSWORD_REVIEWER=$(sed -n 's/^password=//p' <<<"$reviewer")"
            echo "DEMO_STAFF_SUPERVISOR=supervisor"
            echo "DEMO_STAFF_PASSWORD_SUPERVISOR=$(sed -n 's/^password=//p' <<<"$supervisor")"
            echo "DEMO_OUTBOX=$(shell_word "$RUN_DIR/outbox")"
        } >"$RUN_DIR/demo.env.new"
    )
    mv "$RUN_DIR/demo.env.new" "$RUN_DIR/demo.env"
}

# Vehicles to try every answer with, and a client that may ask about nothing else. Loading them again changes nothing.
load_sandbox() {
    local client
    "$CHEDANG" sandbox load >/dev/null || die "The sandbox could not be loaded." "./dev reset begins anew."
    ! grep -q '^DEMO_SANDBOX_' "$RUN_DIR/demo.env" || return 0
    client=$("$CHEDANG" client add --name "Demonstration sandbox" --audience platform --sandbox)
    (
        umask 077
        {
            cat "$RUN_DIR/demo.env"
            echo "DEMO_SANDBOX_CLIENT_ID=$(sed -n 's/^client_id=//p' <<<"$client")"
            echo "DEMO_SANDBOX_CLIENT_SECRET=$(sed -n 's/^client_secret=//p' <<<"$client")"
            echo "DEMO_SANDBOX_VIN=0CDSANDB6JA000004"
        } >"$RUN_DIR/demo.env.new"
    )
    mv "$RUN_DIR/demo.env.new" "$RUN_DIR/demo.env"
}

# Keys that certificates are signed with: a root, which on a real machine is kept elsewhere, a first key, and the list of both.
# The service gets the root's public half alone.
make_certificate_keys() {
    local root=$RUN_DIR/certificate-root
    export CHEDANG_URL=http://127.0.0.1:$PORT
    [ -s "$root" ] || "$CHEDANG" key root "$root" >"$RUN_DIR/certificate-root.pub" || die "The root key could not be made."
    "$CHEDANG" key list | grep -qP '\t(signs|waits)\t' || "$CHEDANG" key rotate >/dev/null || die "No key for certificates could be made."
    "$CHEDANG" key trust-list --root "$root" --yes >/dev/null 2>&1 || die "The list of trusted keys could not be signed."
    unset CHEDANG_URL
    CHEDANG_CERTIFICATE_ROOT=$(sed -n 's/^root=//p' "$RUN_DIR/certificate-root.pub")
    export CHEDANG_CERTIFICATE_ROOT
}

# An exporter, who has certificates issued.
load_exporter() {
    local client
    ! grep -q '^DEMO_EXPORTER_' "$RUN_DIR/demo.env" || return 0
    client=$("$CHEDANG" client add --name "Demonstration exporter" --audience export)
    (
        umask 077
        {
            cat "$RUN_DIR/demo.env"
            echo "DEMO_EXPORTER_ID=$(sed -n 's/^client_id=//p' <<<"$client")"
            echo "DEMO_EXPORTER_SECRET=$(sed -n 's/^client_secret=//p' <<<"$client")"
        } >"$RUN_DIR/demo.env.new"
    )
    mv "$RUN_DIR/demo.env.new" "$RUN_DIR/demo.env"
}

# Whether the service that runs began with the program and the pages that are here now.
is_current() {
    [ -z "$(find "$CHEDANG" templates static -newer "$RUN_DIR/chedang.pid" -print -quit)" ]
}

start_service() {
    local pid
    if pid=$(service_pid); then
        is_current && grep -q "^CHEDANG_URL=http://127.0.0.1:$PORT$" "$RUN_DIR/demo.env" && return 0
        say "Restarting the service"
        stop_service
    fi
    ! port_is_taken || die "Port $PORT is taken by another program." "Choose another: PORT=8090 ./dev up"
    sed -i "s|^CHEDANG_URL=.*|CHEDANG_URL=http://127.0.0.1:$PORT|" "$RUN_DIR/demo.env"
    setsid "$CHEDANG" serve >>"$RUN_DIR/chedang.log" 2>&1 </dev/null 9>&- &
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

# One at a time in one folder. What is started must not hold the lock on: it gets no descriptor 9.
lock_folder() {
    exec 9>"$RUN_DIR/lock"
    flock -n 9 || { say "Waiting for another ./dev in $RUN_DIR"; flock 9; }
}

# Empty, or with our mark: a folder that holds anything else is not ours to fill or to remove.
is_ours() {
    [ -z "$(ls -A "$RUN_DIR" | grep -vx lock)" ] || [ -L "$RUN_DIR/sockets" ] || [ -e "$RUN_DIR/pgpass" ]
}

# What the caller chose, before anything is done.
local_check() {
    case $PORT in
    '' | *[!0-9]*) die "PORT is not a number." "Choose one from 1024 to 65535: PORT=8090 ./dev up" ;;
    esac
    [ "${#PORT}" -le 5 ] && [ "$PORT" -ge 1 ] && [ "$PORT" -le 65535 ] ||
        die "There is no port $PORT." "Choose one from 1024 to 65535: PORT=8090 ./dev up"
    service_pid >/dev/null || ! port_is_taken ||
        die "Port $PORT is taken by another program." "Choose another: PORT=8090 ./dev up"
    mkdir -p "$RUN_DIR" 2>/dev/null && [ -w "$RUN_DIR" ] ||
        die "The folder $RUN_DIR cannot be written to." "Choose another: RUN_DIR=/tmp/chedang ./dev up"
    is_ours || die "The folder $RUN_DIR holds other things, which ./dev reset would remove." \
        "Choose another: RUN_DIR=/tmp/chedang ./dev up"
}

local_up() {
    chmod 711 "$RUN_DIR"
    lock_folder
    trap local_undo EXIT
    # A first start that was interrupted may have left half a schema or half of the data: it begins anew.
    [ -e "$RUN_DIR/postgres" ] || touch "$RUN_DIR/first-start"
    [ ! -e "$RUN_DIR/first-start" ] || touch "$RUN_DIR/new-cluster"
    say "PostgreSQL and Redis on their own sockets ($RUN_DIR)"
    bash deploy/cluster.sh start "$RUN_DIR" 9>&- ||
        die "PostgreSQL or Redis could not be started." "See $RUN_DIR/postgres/server.log and $RUN_DIR/redis.log."
    local_environment
    [ -s "$RUN_DIR/keys" ] || "$CHEDANG" keys new "$RUN_DIR/keys"
    say "Schema"
    deploy_schema
    load_demonstration
    load_sandbox
    load_exporter
    make_certificate_keys
    rm -f "$RUN_DIR/first-start"
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
             client $DEMO_CLIENT_ID; of the sandbox $DEMO_SANDBOX_CLIENT_ID
             $CHEDANG_URL/platform
             name ${DEMO_CLIENT_ADMIN:-(see chedang client admin-add)}; password in demo.env, then an authenticator
  Exporters  POST $CHEDANG_URL/v1/certificates
             client $DEMO_EXPORTER_ID
  Workshops  POST $CHEDANG_URL/restservices/lcipprodatarest/lcipprogetaccesstoken/query
             company $DEMO_WORKSHOP_CODE
  Authority  $CHEDANG_URL/staff/sign-in
             names $DEMO_STAFF_REVIEWER and $DEMO_STAFF_SUPERVISOR; passwords in demo.env

All accounts with their secrets are in $RUN_DIR/demo.env. ./dev down stops, ./dev reset removes the data.
END
    )
}

local_down() {
    [ -d "$RUN_DIR" ] && is_ours || { say "Nothing runs in $RUN_DIR"; return 0; }
    lock_folder
    stop_service
    bash deploy/cluster.sh stop "$RUN_DIR"
    say "Stopped; the data stays in $RUN_DIR"
}

local_reset() {
    [ -d "$RUN_DIR" ] || { say "Nothing to remove"; return 0; }
    is_ours || die "$RUN_DIR is not a folder of ./dev up." "Remove it by hand if you mean it."
    lock_folder
    stop_service
    bash deploy/cluster.sh stop "$RUN_DIR"
    rm -rf "$(readlink -f "$RUN_DIR/sockets")"
    [ ! -L "$RUN_DIR/postgres" ] || rm -rf "$(readlink -f "$RUN_DIR/postgres")"
    rm -rf "$RUN_DIR"
    say "Removed $RUN_DIR"
}
