# What has to be installed for what, on Debian 12. Sourced by ./dev.

RUN_PACKAGES=(
    build-essential meson ninja-build pkg-config python3
    libh2o-evloop-dev libpq-dev libhiredis-dev libjansson-dev libsodium-dev libssl-dev zlib1g-dev
    libcurl4-openssl-dev libcsv-dev libkainjow-mustache-dev
    postgresql redis-server sqitch libdbd-pg-perl curl
)
TEST_PACKAGES=(libcmocka-dev slowhttptest chromium fonts-noto-cjk nodejs npm openssl)
LINT_PACKAGES=(clang-format clang-tidy cppcheck universal-ctags)
BENCH_PACKAGES=(wrk nghttp2-client nginx-light libnginx-mod-http-lua lua-nginx-redis nodejs npm)
FIGURES_PACKAGES=(sqlmap valgrind wrk)

is_installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q '^install ok installed'; }

# A program that came another way than by its package is good as well.
is_there() {
    case $1 in
    nodejs) command -v node >/dev/null || is_installed nodejs ;;
    npm) command -v npm >/dev/null || is_installed npm ;;
    *) is_installed "$1" ;;
    esac
}

need_packages() {
    local missing=() sudo=()

    for package in "$@"; do
        is_there "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    say "Installing ${missing[*]}"
    [ "$(id -u)" = 0 ] || sudo=(sudo)
    # Debian's PostgreSQL package would start a cluster of its own, which nobody here needs.
    if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
        "${sudo[@]}" mkdir -p /etc/postgresql-common
        echo 'create_main_cluster = false' | "${sudo[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
    fi
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive sh -c \
        "apt-get update -qq && apt-get install -y -qq --no-install-recommends ${missing[*]}" >/tmp/chedang-apt.$$ 2>&1 ||
        { tail -n 5 /tmp/chedang-apt.$$ >&2; die "The packages could not be installed." "Install them by hand and try again: apt-get install ${missing[*]}"; }
    rm -f /tmp/chedang-apt.$$
}
