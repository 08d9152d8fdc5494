# Sourced: a private PostgreSQL cluster in a folder of its own, for tests. Not for data anyone wants to keep:
# it trusts every connection from this machine and does not wait for the disk.
# shellcheck shell=bash

# Prints the folder of a running cluster; its address is in the file `url` there.
cluster_start() {
    local programs folder
    programs=$(postgres_programs) || { say "PostgreSQL is missing; install it as root: apt-get install postgresql"; return 1; }
    folder=$(mktemp -d "${TMPDIR:-/tmp}/changba-postgres.XXXXXX")
    printf '%s\n' "$programs" >"$folder/programs"
    if cluster_create "$folder" && cluster_listen "$folder"; then
        printf '%s\n' "$folder"
    else
        tail -n 20 "$folder"/*.log >&2 || true
        cluster_stop "$folder"
        return 1
    fi
}

cluster_stop() {
    local folder=$1
    [[ -f $folder/programs ]] || return 0
    if [[ -f $folder/data/postmaster.pid ]]; then
        cluster_program "$folder" pg_ctl -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
    fi
    rm -rf "$folder"
}

# PostgreSQL refuses to run as root.
cluster_user() { if id postgres >/dev/null 2>&1; then echo postgres; else echo nobody; fi; }

cluster_program() {
    local folder=$1 program=$2
    shift 2
    program="$(<"$folder/programs")/$program"
    if is_root; then
        (cd / && runuser -u "$(cluster_user)" -- "$program" "$@")
    else
        "$program" "$@"
    fi
}

cluster_create() {
    local folder=$1
    mkdir "$folder/data"
    if is_root; then chown -R "$(cluster_user)" "$folder"; fi
    cluster_program "$folder" initdb -D "$folder/data" -U changba -A trust --encoding=UTF8 --locale=C.UTF-8 \
        --no-sync >"$folder/initdb.log" 2>&1 || return 1
    echo 'host all all 127.0.0.1/32 trust' >"$folder/data/pg_hba.conf"
    cat >>"$folder/data/postgresql.conf" <<'CONF'
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 300
shared_buffers = 64MB
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
CONF
}

# Another program can take the port between the look and the start: try the next one.
cluster_listen() {
    local folder=$1 port
    for _ in {1..5}; do
        port=$(free_port) || return 1
        if cluster_program "$folder" pg_ctl -D "$folder/data" -o "-p $port" -l "$folder/data/server.log" -w -t 60 start \
            >"$folder/start.log" 2>&1; then
            cluster_program "$folder" createdb -h 127.0.0.1 -p "$port" -U changba changba || return 1
            printf 'postgres://changba@127.0.0.1:%s/changba\n' "$port" >"$folder/url"
            return 0
        fi
    done
    return 1
}
