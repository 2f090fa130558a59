#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Builds a Windows program with the static library, by find_package and by pkg-config, and runs
# both under Wine. The library is compiled as one translation unit.
#
# Usage: tests/consumer/windows.sh [BUILD_DIRECTORY]      QTINTERPROCESS_WINDOWS_QT names the Qt
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
source=$(cd -- "$here/../.." && pwd)
qt=${QTINTERPROCESS_WINDOWS_QT:?names no Qt for MinGW; scripts/windows-qt makes one}
compiler=$(command -v x86_64-w64-mingw32-g++-posix || command -v x86_64-w64-mingw32-g++)

scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
work=${1:-$scratch/build}
tree=$scratch/moved

say() { echo "consumer: $*"; }
configure() {
    cmake --log-level=WARNING -G Ninja -DCMAKE_TOOLCHAIN_FILE="$source/cmake/windows/mingw64-qt.cmake" \
        -DCMAKE_BUILD_TYPE=Release "$@" >/dev/null
}
run() { "$source/scripts/wine-run" --dlls "$qt/bin" "$@"; }

say "building and installing the static library for Windows"
configure -S "$source" -B "$work" -DBUILD_SHARED_LIBS=OFF -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=0 \
    -DQTINTERPROCESS_BUILD_TESTS=OFF -DQTINTERPROCESS_BUILD_EXAMPLES=OFF -DQTINTERPROCESS_BUILD_TOOLS=OFF \
    -DQTINTERPROCESS_BUILD_QML=OFF -DQTINTERPROCESS_WARNINGS_AS_ERRORS=ON -DCMAKE_INSTALL_PREFIX=/nonexistent
cmake --build "$work"
cmake --install "$work" --prefix "$scratch/staged" >/dev/null
mv -- "$scratch/staged" "$tree"

say "a static library exports nothing"
if grep -qa -- '-export:' "$tree/lib/libQtInterprocess.a"; then
    echo "consumer: a DLL with the static library would export it" >&2
    exit 1
fi

say "find_package, static, for Windows"
configure -S "$here" -B "$scratch/consumer" -DCMAKE_PREFIX_PATH="$tree" -DCMAKE_FIND_ROOT_PATH="$tree"
cmake --build "$scratch/consumer"
run "$scratch/consumer/consumer.exe"

say "pkg-config, static, for Windows"
package() { PKG_CONFIG_LIBDIR=$tree/lib/pkgconfig:$qt/lib/pkgconfig pkg-config "$@" QtInterprocess; }
# Qt 6.4 leaves a bracket of a generator expression behind a definition.
read -ra flags <<<"$(package --cflags)"
flags=("${flags[@]/#-I$qt/-isystem$qt}") # Qt's headers cause warnings
read -ra libs <<<"$(package --static --libs)"
"$compiler" -std=c++17 -Wall -Wextra -Wpedantic -Werror "${flags[@]%\\>}" "$here/main.cpp" \
    -o "$scratch/plain.exe" "${libs[@]}"
run "$scratch/plain.exe"
say "all ways work on Windows"
