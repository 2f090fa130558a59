#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Builds and runs a program against QtInterprocess in every way that a user can: find_package with a shared library
# and gcc, find_package with a static one and clang, add_subdirectory, and pkg-config with a plain compiler command.
# The installed tree is moved before it is used, and each installed header is compiled alone as C++17.
# Usage: tests/consumer/run.sh [BUILD_DIRECTORY]      kept for the next time if given, temporary otherwise
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
source=$(cd -- "$here/../.." && pwd)

scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
work=${1:-$scratch/build}
mkdir -p -- "$work"
work=$(cd -- "$work" && pwd)

if command -v ccache >/dev/null; then
    export CMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER-ccache}
fi
export CMAKE_GENERATOR=${CMAKE_GENERATOR-Ninja}
export XDG_RUNTIME_DIR=$scratch/runtime
mkdir -m 0700 -- "$XDG_RUNTIME_DIR"

say() { echo "consumer: $*"; }

# install_library KIND COMPILER SHARED: the library as users get it, in $scratch/KIND.
install_library() {
    say "building and installing the $1 library with $2"
    cmake -S "$source" -B "$work/library-$1" -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER="$2" \
        -DBUILD_SHARED_LIBS="$3" -DQTINTERPROCESS_BUILD_TESTS=OFF -DQTINTERPROCESS_BUILD_EXAMPLES=OFF \
        -DCMAKE_INSTALL_PREFIX=/nonexistent >/dev/null
    cmake --build "$work/library-$1"
    cmake --install "$work/library-$1" --prefix "$scratch/staged-$1" >/dev/null
    mv -- "$scratch/staged-$1" "$scratch/$1"
}

# build_consumer NAME COMPILER [CMAKE_ARGUMENT...]: always from nothing, since the installed tree is always another.
build_consumer() {
    say "$1 with $2"
    cmake --log-level=WARNING -S "$here" -B "$scratch/consumer-$1" -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_CXX_COMPILER="$2" "${@:3}" >/dev/null
    cmake --build "$scratch/consumer-$1"
    "$scratch/consumer-$1/consumer"
}

strict_defines() {
    sed -n '/^target_compile_definitions(consumer/,/)/p' "$here/CMakeLists.txt" | grep -o 'QT_[A-Z_]*' | sed 's/^/-D/'
}

# The arguments that pkg-config gives for the tree in $scratch/KIND.
package() {
    PKG_CONFIG_PATH=$(dirname -- "$(find "$scratch/$1" -name QtInterprocess.pc)") pkg-config "${@:2}" QtInterprocess
}

# with_pkg_config KIND COMPILER
with_pkg_config() {
    say "pkg-config, $1, with $2"
    local flags libs defines
    read -ra flags <<<"$(package "$1" --cflags)"
    read -ra libs <<<"$(package "$1" --libs)"
    mapfile -t defines < <(strict_defines)
    "$2" -std=c++17 -fPIC -Wall -Wextra -Wpedantic -Werror "${defines[@]}" "${flags[@]}" \
        "$here/main.cpp" -o "$scratch/plain-$1" "${libs[@]}" -Wl,-rpath,"$(package "$1" --variable=libdir)"
    "$scratch/plain-$1"
}

# each_header_alone KIND COMPILER: those of another platform have to say what to use instead. The forwarders are all made of one
# template, so that one file can have all of them.
each_header_alone() {
    say "each installed header alone, as C++17, with $2"
    local flags defines folder header
    read -ra flags <<<"$(package "$1" --cflags)"
    mapfile -t defines < <(strict_defines)
    folder=$(package "$1" --variable=includedir)/QtInterprocess
    for header in "$folder"/*; do
        header=${header##*/}
        if [[ $header == *.h || $header == NamedPipe* ]]; then
            echo "#include <QtInterprocess/$header>" >"$scratch/$1-$header.cpp"
        else
            echo "#include <QtInterprocess/$header>" >>"$scratch/$1-forwarders.cpp"
        fi
    done
    printf '%s\0' "$scratch/$1-"*.cpp | xargs -0 -n 1 -P "$(getconf _NPROCESSORS_ONLN)" "$here/header.sh" \
        "$2" -std=c++17 -fPIC -fsyntax-only -Wall -Wextra -Wpedantic -Werror "${defines[@]}" "${flags[@]}"
}

nothing_internal_is_installed() {
    say "what is installed"
    local tree=$scratch/shared found
    found=$(grep -rlE "$source|$work|QtInterprocessObjects" "$tree" --include='*.cmake' --include='*.pc' --include='*.h' ||
        true)
    found+=$(find "$tree" -name '*_p.h')
    if [[ -n $found ]]; then
        printf 'consumer: names the build or is private:\n%s\n' "$found" >&2
        return 1
    fi
    if [[ ! -s $(find "$tree" -name qt6qtinterprocess_metatypes.json) ]]; then
        echo "consumer: no metatypes were installed" >&2
        return 1
    fi
}

install_library shared g++ ON
install_library static clang++ OFF
nothing_internal_is_installed
build_consumer find_package-shared g++ -DCMAKE_PREFIX_PATH="$scratch/shared"
build_consumer find_package-static clang++ -DCMAKE_PREFIX_PATH="$scratch/static"
build_consumer add_subdirectory g++ -DQTINTERPROCESS_SOURCE_DIR="$source"
with_pkg_config shared g++
with_pkg_config static clang++
each_header_alone shared g++
each_header_alone static clang++
say "all ways work"
