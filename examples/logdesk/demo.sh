#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Runs logdesk on real files of this machine, and checks every byte.
#
# Many processes send to one desk at the same time. One of them is killed in the middle.
#
# Usage: demo.sh BUILD_DIR
# Exit code: 0 if no byte was lost, 1 if a check failed, 2 for wrong usage or a missing program.
set -euo pipefail
export LC_ALL=C

readonly wanted_bytes=200000000 wanted_files=5 most_files=16

if (($# != 1)) || [[ ! -x $1/examples/logdesk/logdesk ]]; then
    echo "usage: demo.sh BUILD_DIR      needs BUILD_DIR/examples/logdesk/logdesk; scripts/demo builds it" >&2
    exit 2
fi
logdesk=$(cd -- "$1/examples/logdesk" && pwd)/logdesk
project=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)

# shellcheck source=examples/logdesk/demolib.sh
source "$project/examples/logdesk/demolib.sh"

tmp=$(mktemp -d "${TMPDIR:-/tmp}/logdesk.XXXXXX")
cleanup() {
    local pid IFS=$'\n' # a signal can arrive during `IFS= read`
    for pid in $(jobs -pr); do # the running children of this script
        kill "$pid" 2>/dev/null || true
    done
    wait
    if [[ -t 1 ]]; then
        printf '\r\033[K'
    fi
    rm -rf -- "$tmp"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

socket=$tmp/desk.sock
kept=$tmp/kept
interval=500
if [[ -t 1 ]]; then
    interval=100
fi

# ---- Real files

# Picks the largest programs and libraries up to 100 MB, until there are enough files and bytes.
files=()
pick_files() {
    local folder file folders=() total=0
    for folder in /usr/bin /usr/lib /usr/lib64 /usr/local/bin /usr/local/lib; do
        if [[ -d $folder && ! -L $folder ]]; then
            folders+=("$folder")
        fi
    done
    while IFS=$'\t' read -r _ file; do
        if [[ -f $file && -r $file ]]; then
            files+=("$file")
            total=$((total + $(size_of "$file")))
        fi
        if ((${#files[@]} >= most_files || (${#files[@]} >= wanted_files && total >= wanted_bytes))); then
            break
        fi
    done < <(find "${folders[@]}" -maxdepth 3 -type f -size +500k -size -100000k -exec du -k {} + 2>/dev/null |
        sort -rn)
    ((${#files[@]})) || fail "no large file in ${folders[*]}"
    if ((total < wanted_bytes)); then
        say "note: this machine has no more than $(mb "$total") of large files"
    fi
}

# Writes the sources of this project into one file.
gather_sources() {
    cd -- "$project"
    find CMakeLists.txt include src tests examples -type f -exec cat {} + >"$tmp/sources"
    cd -- "$OLDPWD"
}

# Copies the logs, because other programs write to the originals.
logs=()
gather_logs() {
    local file
    mkdir -- "$tmp/logs"
    for file in /var/log/*.log; do
        if [[ -f $file && -r $file && -s $file ]]; then
            cp -- "$file" "$tmp/logs/"
            logs+=("$tmp/logs/${file##*/}")
        fi
    done
}

# ---- Senders. Process stream_pid[N] sends stream N, the file stream_file[N].

stream_pid=()
stream_file=()
expect() {
    local file
    for file in "${@:2}"; do
        stream_pid+=("$1")
        stream_file+=("$file")
    done
}

start_senders() {
    local file
    for file in "${files[@]}"; do
        "$logdesk" send --name "$socket" "$file" >>"$tmp/sent" &
        expect $! "$file"
    done
    "$logdesk" send --name "$socket" --as "sources of QtInterprocess" - < <(cat -- "$tmp/sources") >>"$tmp/sent" &
    expect $! "$tmp/sources"
    if ((${#logs[@]})); then
        "$logdesk" send --name "$socket" "${logs[@]}" >>"$tmp/sent" &
        expect $! "${logs[@]}"
    fi
    case $foreign in
    socat) socat -t 30 - "UNIX-CONNECT:$socket" <"$tmp/sources" >"$tmp/answer" & ;;
    python3) python3 -c "$python_sender" "$socket" <"$tmp/sources" >"$tmp/answer" & ;;
    *) return 0 ;;
    esac
    expect $! "$tmp/sources"
}

foreign=none
for program in socat python3; do
    if command -v "$program" >/dev/null; then
        foreign=$program
        break
    fi
done
python_sender='
import shutil, socket, sys
desk = socket.socket(socket.AF_UNIX)
desk.connect(sys.argv[1])
with desk.makefile("wb") as out:
    shutil.copyfileobj(sys.stdin.buffer, out)
desk.shutdown(socket.SHUT_WR)
shutil.copyfileobj(desk.makefile("rb"), sys.stdout.buffer)
'

# Starts a sender that needs about 20 s. It is killed long before.
start_victim() {
    local file=${files[0]}
    "$logdesk" send --name "$socket" --rate $(($(size_of "$file") / 20)) "$file" >>"$tmp/sent" &
    victim=$!
    victim_code=0
    victim_file=$file
}

# ---- The desk

start_desk() {
    mkfifo -- "$tmp/events"
    "$logdesk" serve --senders "$1" --output "$kept" --interval "$interval" "$socket" >"$tmp/events" &
    desk=$!
    exec 3<"$tmp/events"
    local line=
    read -r -t 30 line <&3 || true
    [[ $line == READY* ]] || fail "the desk did not start"
    say "$line"
}

# Shows the output of the desk until it ends. Kills the victim as soon as the desk has bytes of it.
# Fails if the desk prints no line for 60 s.
ends=()
watch_desk() {
    local line code=0 is_victim_alive=1
    while IFS= read -r -t 60 line <&3 || ! code=$?; do
        case $line in
        progress:*)
            live "$line"
            if ((is_victim_alive)) && [[ $line == *"| $victim: "[1-9]* ]]; then
                say "kill  $victim with SIGKILL, in the middle of $victim_file"
                kill -KILL "$victim"
                wait "$victim" 2>/dev/null || victim_code=$?
                is_victim_alive=0
            fi
            ;;
        begin*)
            say "$line"
            [[ $line == "begin "*" uid $EUID: "* ]] || fail "the desk reports another user than uid $EUID"
            ;;
        end*)
            say "${line%, sha256*}"
            ends+=("$line")
            ;;
        *) say "$line" ;;
        esac
    done
    ((code <= 128)) || fail "the desk printed no line for 60 s"
    ((!is_victim_alive)) || fail "no byte of process $victim arrived in time"
}

# ---- The check

# Sets end_state, end_bytes, end_sha256 and kept_file to the desk's report of the next stream of
# process $1.
next_end() {
    local i pattern="^end $1 ([a-z ]+): ([0-9]+) bytes, [0-9]+ lines, sha256 ([0-9a-f]+)$"
    for i in "${!ends[@]}"; do
        if [[ ${ends[i]} =~ $pattern ]]; then
            end_state=${BASH_REMATCH[1]} end_bytes=${BASH_REMATCH[2]} end_sha256=${BASH_REMATCH[3]}
            unset "ends[i]"
            local candidates=("$kept"/*-"$1"-*)
            kept_file=${candidates[0]}
            return
        fi
    done
    fail "the desk reported no stream of process $1"
}

check_stream() {
    local pid=$1 file=$2
    next_end "$pid"
    [[ $end_state == complete || $end_state == ended ]] || fail "process $pid, $file: $end_state"
    [[ $end_bytes == "$(size_of "$file")" ]] || fail "process $pid, $file: $end_bytes bytes"
    [[ $end_sha256 == "$(sha256_of "$file")" ]] || fail "process $pid, $file: sha256 $end_sha256"
    cmp -- "$kept_file" "$file" || fail "process $pid, $file: other bytes were kept"
    rm -- "$kept_file"
}

check_victim() {
    next_end "$victim"
    [[ $end_state == "cut off" ]] || fail "the killed process $victim: $end_state"
    ((end_bytes > 0 && end_bytes < $(size_of "$victim_file"))) || fail "the killed process $victim: $end_bytes bytes"
    [[ $(size_of "$kept_file") == "$end_bytes" ]] || fail "the killed process $victim: not all was kept"
    cmp -n "$end_bytes" -- "$kept_file" "$victim_file" || fail "the killed process $victim: other bytes were kept"
}

check_exit_codes() {
    local pid code=0
    for pid in "${stream_pid[@]}"; do
        wait "$pid" || fail "process $pid ended with $?"
    done
    ((victim_code == 128 + 9)) || fail "the killed process $victim ended with $victim_code"
    wait "$desk" || code=$?
    ((code == 3)) || fail "the desk ended with $code, not 3 (one sender was cut off)"
    if [[ $foreign != none ]]; then
        grep -qx "OK $(size_of "$tmp/sources") $(sha256_of "$tmp/sources")" "$tmp/answer" ||
            fail "the foreign sender was answered: $(<"$tmp/answer")"
    fi
}

pick_files
gather_sources
gather_logs
streams=$((${#files[@]} + 1 + ${#logs[@]} + 1))
if [[ $foreign == none ]]; then
    say "note: no foreign sender, because socat and python3 are missing"
else
    streams=$((streams + 1))
    say "the foreign sender is $foreign"
fi

start_desk "$streams"
start=$(now_ms)
start_senders
start_victim
watch_desk
elapsed=$(($(now_ms) - start))
check_exit_codes

say "checking every byte against the files"
total=0
for i in "${!stream_pid[@]}"; do
    check_stream "${stream_pid[i]}" "${stream_file[i]}"
    total=$((total + end_bytes))
done
check_victim
[[ ${#ends[@]} == 0 ]] || fail "the desk had an unexpected sender: ${ends[*]}"

say "complete: ${#stream_pid[@]} streams; checksums are equal, and the desk kept equal files"
say "cut off:  process $victim, killed after $(mb "$end_bytes") of $(mb "$(size_of "$victim_file")");" \
    "the desk kept exactly the beginning of its file"
total=$((total + end_bytes))
say "no byte lost: $total bytes of $((${#stream_pid[@]} + 1)) streams" \
    "in $((elapsed / 1000)).$((elapsed % 1000 / 100)) s," \
    "$(mb $((total * 1000 / (elapsed + 1))))/s with SHA-256 at both ends"
