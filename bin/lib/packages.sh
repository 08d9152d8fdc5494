# Sourced: the programs the tests need, how each is recognised, and the Debian packages that bring it.
# shellcheck shell=bash

# name | function that finds it | packages
required_programs() {
    cat <<'LIST'
PostgreSQL server|has_postgres|postgresql
Chromium|has_chromium|chromium
a Chinese font|has_chinese_font|fontconfig fonts-noto-cjk
Node.js 18 or newer|has_node|nodejs
npm|has_npm|npm
pdftotext and pdftoppm|has_poppler|poppler-utils
Python 3 with venv|has_python_venv|python3 python3-venv
ip (network namespaces)|has_ip|iproute2
curl|has_curl|curl
pebble (an ACME authority)|has_pebble|pebble
LIST
}

postgres_programs() {
    local newest
    newest=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    if [[ -x $newest/initdb ]]; then
        printf '%s\n' "$newest"
    elif have initdb; then
        dirname "$(readlink -f "$(command -v initdb)")"
    else
        return 1
    fi
}

chromium_program() {
    local name
    for name in "${CHROMIUM:-chromium}" chromium-browser google-chrome; do
        if have "$name"; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

has_postgres() { postgres_programs >/dev/null; }
has_chromium() { chromium_program >/dev/null; }
has_chinese_font() { have fc-list && [[ -n $(fc-list :lang=zh family) ]]; }
has_node() { have node && node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)'; }
has_npm() { have npm; }
has_poppler() { have pdftotext && have pdftoppm; }
has_python_venv() { have python3 && python3 -c 'import ensurepip, venv' 2>/dev/null; }
has_curl() { have curl; }
has_pebble() { have pebble; }
has_ip() { have ip || [[ -x /sbin/ip || -x /usr/sbin/ip ]]; }

# Prints `name|packages` for each program that is not there.
missing_programs() {
    local name probe packages
    while IFS='|' read -r name probe packages; do
        "$probe" || printf '%s|%s\n' "$name" "$packages"
    done < <(required_programs)
}

can_install_packages() { is_root && have apt-get; }

install_packages() {
    local -x DEBIAN_FRONTEND=noninteractive
    local -a apt=(apt-get -q -y -o DPkg::Lock::Timeout=600)
    "${apt[@]}" update
    "${apt[@]}" install --no-install-recommends "$@"
}
