#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Builds, checks, installs, uses and removes the Debian packages of packaging/debian.
#
# The checks are lintian and a comparison of the binary interface. The installed packages are used
# in every way that users have. The script needs root and changes the system, so scripts/debian-13
# runs it.
#
# Usage: tests/packages/debian.sh BUILD_DIRECTORY
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
source=$(cd -- "$here/../.." && pwd)
work=${1:?names no folder}
rm -rf -- "$work"
mkdir -p -- "$work"
work=$(cd -- "$work" && pwd)
version=$(sed -nE 's/^project\(QtInterprocess VERSION ([0-9.]+).*/\1/p' "$source/CMakeLists.txt")
tree=$work/qtinterprocess-$version

say() { echo "packages: $*"; }

build() {
    say "building $version"
    mkdir -- "$tree"
    tar -C "$source" --exclude=./build --exclude=./.git --exclude=./packaging -cf - . | tar -C "$tree" -xf -
    tar -C "$work" -czf "$work/qtinterprocess_$version.orig.tar.gz" "qtinterprocess-$version"
    cp -r -- "$source/packaging/debian" "$tree/debian"
    find "$tree/debian" -name '*.license' -delete
    (cd -- "$tree" && dpkg-buildpackage -us -uc >"$work/build.log" 2>&1) || {
        tail -n 60 -- "$work/build.log" >&2
        return 1
    }
}

check() {
    say "lintian"
    local expected=bogus-mail-host,bogus-mail-host-in-debian-changelog,initial-upload-closes-no-bugs
    lintian --fail-on error,warning --suppress-tags "$expected" "$work"/*.changes
}

# use: builds programs without any hint where the packages are.
use() {
    say "find_package"
    cmake --log-level=WARNING -G Ninja -S "$source/tests/consumer" -B "$work/consumer" \
        -DCMAKE_BUILD_TYPE=Release >/dev/null
    cmake --build "$work/consumer" >/dev/null
    "$work/consumer/consumer"
    say "find_package with QML"
    cmake --log-level=WARNING -G Ninja -S "$source/tests/consumer/qml" -B "$work/qml" \
        -DCMAKE_BUILD_TYPE=Release >/dev/null
    cmake --build "$work/qml" >/dev/null
    "$work/qml/qml-consumer"
    say "pkg-config"
    local flags
    read -ra flags <<<"$(pkg-config --cflags --libs QtInterprocess)"
    g++ -std=c++17 -fPIC "$source/tests/consumer/main.cpp" -o "$work/plain" "${flags[@]}"
    "$work/plain"
    say "qmake"
    mkdir -p -- "$work/qmake"
    (cd -- "$work/qmake" && qmake6 "$source/tests/consumer/qmake/consumer.pro" && make) >/dev/null
    "$work/qmake/consumer"
    say "qtipc"
    qtipc --version
    qtipc list >/dev/null
}

# remove: removes all packages of the project, including those of a failed run.
remove() {
    local installed
    mapfile -t installed < <(dpkg-query -W -f '${Package}\n' '*qtinterprocess*' 'qtipc*' 2>/dev/null)
    ((${#installed[@]} == 0)) || dpkg --purge "${installed[@]}" >/dev/null
}

remove
build
check
say "binary interface"
"$here/abi.sh" "$(find "$tree" -name 'libQtInterprocess.so.*.*.*' -path '*/src/*')"
say "installing"
find "$work" -maxdepth 1 -name '*.deb' ! -name '*-dbgsym_*' -exec dpkg -i {} + >/dev/null
use
remove
[[ -z $(find /usr -iname '*qtinterprocess*' -o -name qtipc -o -name 'qtipc.*') ]] || {
    echo "packages: the removed packages leave files behind" >&2
    exit 1
}
say "all packages work"
