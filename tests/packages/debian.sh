#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Builds the Debian packages of packaging/debian, checks them with lintian, compares the binary interface, installs the packages,
# builds programs against them in every way that a user can, and removes them.
# Usage: tests/packages/debian.sh BUILD_DIRECTORY      as root, on a system that may be changed: scripts/debian-13 runs it
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
    lintian --fail-on error,warning --suppress-tags bogus-mail-host,bogus-mail-host-in-debian-changelog,initial-upload-closes-no-bugs \
        "$work"/*.changes
}

# As a user of the packages does it: nothing says where they are.
use() {
    say "find_package"
    cmake --log-level=WARNING -G Ninja -S "$source/tests/consumer" -B "$work/consumer" -DCMAKE_BUILD_TYPE=Release >/dev/null
    cmake --build "$work/consumer" >/dev/null
    "$work/consumer/consumer"
    say "find_package with QML"
    cmake --log-level=WARNING -G Ninja -S "$source/tests/consumer/qml" -B "$work/qml" -DCMAKE_BUILD_TYPE=Release >/dev/null
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

# Whatever of it is installed, also after a run that has failed.
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
    echo "packages: files stay behind after the packages are removed" >&2
    exit 1
}
say "all packages work"
