# Sourced: starts the demo in a new folder of its own and ends it again by its process id.
# shellcheck shell=bash

# server_start FOLDER: the folder then holds the database, `url`, `output` and `server.pid`.
server_start() {
    local folder=$1 binary
    binary=$(realpath "$(server_binary)") || return 1
    mkdir -p "$folder"
    : >"$folder/output"
    (
        cd "$folder"
        exec "$binary" demo --listen 127.0.0.1:0 --db "$(server_database "$folder")"
    ) >"$folder/output" 2>"$folder/errors" </dev/null &
    echo "$!" >"$folder/server.pid"
    server_wait "$folder"
}

server_database() { printf 'sqlite:%s/demo.db\n' "$1"; }

server_wait() {
    local folder=$1 word url
    for _ in {1..300}; do
        if read -r word url <"$folder/output" && [[ $word == listening ]]; then
            printf '%s\n' "${url%/}" >"$folder/url"
            return 0
        fi
        kill -0 "$(<"$folder/server.pid")" 2>/dev/null || break
        sleep 0.1
    done
    say "the server did not start:"
    cat "$folder/output" "$folder/errors" >&2
    return 1
}

server_stop() {
    local folder=$1 pid
    [[ -f $folder/server.pid ]] || return 0
    pid=$(<"$folder/server.pid")
    kill -TERM "$pid" 2>/dev/null || return 0
    for _ in {1..100}; do
        kill -0 "$pid" 2>/dev/null || return 0
        sleep 0.1
    done
    say "the server did not stop within 10 s"
    kill -KILL "$pid" 2>/dev/null || true
    return 1
}
