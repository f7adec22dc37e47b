# What has to be installed for what, on Debian 12. Sourced by ./dev.

RUN_PACKAGES=(
    build-essential meson ninja-build pkg-config python3
    libh2o-evloop-dev libpq-dev libhiredis-dev libjansson-dev libsodium-dev libssl-dev zlib1g-dev
    libcurl4-openssl-dev libcsv-dev libqrencode-dev libkainjow-mustache-dev libpango1.0-dev libcairo2-dev fonts-noto-cjk fonts-noto-core fonts-noto-mono
    libarchive-dev libgmime-3.0-dev libgd-dev libturbojpeg0-dev libexif-dev libzbar0
    postgresql redis-server sqitch libdbd-pg-perl curl
)
TEST_PACKAGES=(libcmocka-dev libfaketime slowhttptest chromium-headless-shell poppler-utils qpdf zbar-tools imagemagick nodejs npm openssl python3-jsonschema)
COUNTS_PACKAGES=(strace valgrind)
FUZZ_PACKAGES=(clang libclang-rt-14-dev)
LINT_PACKAGES=(clang-format clang-tidy cppcheck universal-ctags)
BENCH_PACKAGES=(wrk nghttp2-client nginx-light libnginx-mod-http-lua lua-nginx-redis nodejs npm python3-jsonschema)
FIGURES_PACKAGES=(sqlmap valgrind wrk nghttp2-client)

is_installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q '^install ok installed'; }

# A program that came another way than by its package is good as well.
is_there() {
    case $1 in
    nodejs) command -v node >/dev/null || is_installed nodejs ;;
    npm) command -v npm >/dev/null || is_installed npm ;;
    *) is_installed "$1" ;;
    esac
}

# apt installs servers, and Debian starts what it installs: not here. A policy that is there already stays.
install_quietly() {
    cat <<'END'
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    trap 'rm -f $policy' EXIT
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod 755 $policy
fi
# PostgreSQL's package would make a cluster of its own, which nobody here needs.
if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
fi
apt-get update -qq </dev/null && apt-get install -y -qq --no-install-recommends "$@" </dev/null
END
}

need_packages() {
    local missing=() sudo=() log

    for package in "$@"; do
        is_there "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    say "Installing ${missing[*]}"
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || die "These packages are missing, and there is no sudo: ${missing[*]}" \
            "Install them as root and try again: apt-get install --no-install-recommends ${missing[*]}"
        sudo=(sudo)
    fi
    log=$(mktemp)
    install_quietly | "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive sh -s "${missing[@]}" >"$log" 2>&1 ||
        { tail -n 5 "$log" >&2; die "The packages could not be installed." "The whole story is in $log."; }
    rm -f "$log"
}
