#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Builds and runs programs against QtInterprocess in every way that users have:
#
# - find_package with a shared library and gcc, and with a static library and clang;
# - add_subdirectory, qmake, and pkg-config with a plain compiler command;
# - the QML module, if it was built;
# - the Debian packages of cpack, unpacked.
#
# Installed trees are moved before use. Each installed header is compiled alone as C++17.
#
# Usage: tests/consumer/run.sh [BUILD_DIRECTORY]      a given folder is kept and reused
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

# install_library KIND COMPILER SHARED: installs the library into $scratch/KIND.
install_library() {
    say "building and installing the $1 library with $2"
    cmake -S "$source" -B "$work/library-$1" -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER="$2" \
        -DBUILD_SHARED_LIBS="$3" -DQTINTERPROCESS_BUILD_TESTS=OFF -DQTINTERPROCESS_BUILD_EXAMPLES=OFF \
        -DCMAKE_INSTALL_PREFIX=/nonexistent >/dev/null
    cmake --build "$work/library-$1"
    cmake --install "$work/library-$1" --prefix "$scratch/staged-$1" >/dev/null
    mv -- "$scratch/staged-$1" "$scratch/$1"
}

# build_consumer NAME COMPILER [CMAKE_ARGUMENT...]: builds from scratch, because the installed
# tree is new in each run.
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

# package KIND ARGUMENT...: runs pkg-config for the tree in $scratch/KIND.
package() {
    PKG_CONFIG_PATH=$(dirname -- "$(find "$scratch/$1" -name QtInterprocess.pc)") pkg-config "${@:2}" QtInterprocess
}

# with_pkg_config KIND COMPILER: builds and runs the program with the flags of pkg-config.
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

# qt_tool NAME: prints the path of a Qt 6 tool, whose name differs between systems.
qt_tool() {
    local name
    for name in "$1"6 "$1" "$1-qt6"; do
        ! command -v "$name" || return 0
    done
    echo "consumer: there is no $1 of Qt 6" >&2
    return 1
}

# with_qmake KIND COMPILER: builds and runs the program with qmake.
with_qmake() {
    say "qmake, $1, with $2"
    local qmake module folder=$scratch/qmake-$1
    qmake=$(qt_tool qmake)
    module=$(find "$scratch/$1" -name qt_lib_interprocess.pri)
    mkdir -- "$folder"
    (cd -- "$folder" && QMAKEMODULES=$(dirname -- "$module") "$qmake" "$here/qmake/consumer.pro" \
        QMAKE_CXX="$2" QMAKE_LINK="$2" QMAKE_CXXFLAGS+=-Werror && make) >/dev/null
    LD_LIBRARY_PATH=$(package "$1" --variable=libdir) "$folder/consumer"
}

# from_debian_packages: tests the packages in an unpacked tree, instead of installing them.
from_debian_packages() {
    if ! command -v dpkg-deb >/dev/null; then
        say "skipping the Debian packages: this system is not Debian"
        return 0
    fi
    say "Debian packages"
    local file names=(libqtinterprocess-dev "libqtinterprocess0.1") expected
    cmake "$work/library-shared" -DCMAKE_INSTALL_PREFIX=/usr >/dev/null
    cmake --build "$work/library-shared"
    cpack --config "$work/library-shared/CPackConfig.cmake" -G DEB -B "$scratch/packages" >/dev/null
    [[ -z $(find "$scratch/shared" -name QtInterprocessQmlTargets.cmake) ]] || names+=(qml6-module-qtinterprocess)
    names+=(qtipc)
    expected=$(printf '%s\n' "${names[@]}" | sort)
    for file in "$scratch/packages"/*.deb; do
        dpkg-deb -x "$file" "$scratch/debian"
        dpkg-deb -f "$file" Package
    done | sort | diff - <(echo "$expected")
    build_consumer debian g++ -DCMAKE_PREFIX_PATH="$scratch/debian/usr"
    with_pkg_config debian g++
    with_qmake debian g++
    LD_LIBRARY_PATH=$(package debian --variable=libdir) "$scratch/debian/usr/bin/qtipc" --version
}

# each_header_alone KIND COMPILER: compiles each header. A header of another platform must name
# the portable class. All forwarding headers come from one template, so one file includes them
# all.
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

# with_qml KIND COMPILER: builds and runs the QML program, if the module was built.
with_qml() {
    [[ -n $(find "$scratch/$1" -name QtInterprocessQmlTargets.cmake) ]] || return 0
    say "QML, $1, with $2"
    cmake --log-level=WARNING -S "$here/qml" -B "$scratch/qml-$1" -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_CXX_COMPILER="$2" -DCMAKE_PREFIX_PATH="$scratch/$1" >/dev/null
    cmake --build "$scratch/qml-$1"
    "$scratch/qml-$1/qml-consumer"
}

# in_a_parent KIND [CMAKE_ARGUMENT...]: moves what the parent project installs, and runs it.
in_a_parent() {
    say "a parent with $1 libraries"
    local qml=OFF tree=$scratch/parent-$1
    [[ -z $(find "$scratch/shared" -name QtInterprocessQmlTargets.cmake) ]] || qml=ON
    cmake --log-level=WARNING -S "$here/parent" -B "$work/parent-$1" -DCMAKE_BUILD_TYPE=Release \
        -DQTINTERPROCESS_SOURCE_DIR="$source" -DQTINTERPROCESS_BUILD_QML="$qml" -DCMAKE_INSTALL_PREFIX=/nonexistent \
        "${@:2}" >/dev/null
    cmake --build "$work/parent-$1"
    cmake --install "$work/parent-$1" --prefix "$scratch/staged" >/dev/null
    mv -- "$scratch/staged" "$tree"
    "$tree/bin/consumer"
    [[ $qml == OFF ]] || "$tree/bin/qml-consumer" "$tree/lib/qt6/qml"
    if [[ -e $tree/include || -n $(find "$tree" -name '*.cmake' -o -name '*.a' -o -name libQtInterprocess.so) ]]; then
        echo "consumer: a parent installs development files of the library" >&2
        return 1
    fi
}

# versions: before 1.0, CMake and the dynamic linker treat each minor version as incompatible.
versions() {
    say "versions"
    local file version expected
    file=$(find "$scratch/shared" -name QtInterprocessConfigVersion.cmake)
    while read -r version expected; do
        cmake -DPACKAGE_FIND_VERSION="$version" -DPACKAGE_FIND_VERSION_MAJOR="${version%%.*}" \
            -DPACKAGE_FIND_VERSION_MINOR="$(cut -d. -f2 <<<"$version")" -DCMAKE_SIZEOF_VOID_P=8 -DFILE="$file" \
            -DEXPECTED="$expected" -P "$here/version.cmake"
    done <<<"0.1 TRUE
0.1.0 TRUE
0.0 FALSE
0.0.9 FALSE
0.2 FALSE
1.0 FALSE"
    [[ -n $(find "$scratch/shared" -name 'libQtInterprocess.so.0.1') ]]
}

# in_the_folder_of_qt: with the prefix of Qt, the QML module is installed beside Qt's own modules.
in_the_folder_of_qt() {
    local tool prefix expected archdata
    tool=$(qt_tool qtpaths)
    prefix=$("$tool" -query QT_INSTALL_PREFIX) && expected=$("$tool" -query QT_INSTALL_QML) &&
        archdata=$("$tool" -query QT_INSTALL_ARCHDATA) || return
    say "QML in $expected"
    cmake -S "$source" -B "$scratch/in-qt" -DCMAKE_INSTALL_PREFIX="$prefix" -DQTINTERPROCESS_BUILD_TESTS=OFF \
        -DQTINTERPROCESS_BUILD_EXAMPLES=OFF >/dev/null
    [[ ! -e $scratch/in-qt/src/qml ]] || grep -qF "\${CMAKE_INSTALL_PREFIX}${expected#"$prefix"}/QtInterprocess" \
        "$scratch/in-qt/src/qml/cmake_install.cmake"
    grep -qF "\${CMAKE_INSTALL_PREFIX}${archdata#"$prefix"}/mkspecs/modules" "$scratch/in-qt/cmake_install.cmake"
    cmake "$scratch/in-qt" -DQTINTERPROCESS_QML_DIR=elsewhere/qml \
        -DQTINTERPROCESS_MKSPECS_DIR=elsewhere/mkspecs >/dev/null
    grep -qF '{CMAKE_INSTALL_PREFIX}/elsewhere/mkspecs/modules' "$scratch/in-qt/cmake_install.cmake"
    [[ ! -e $scratch/in-qt/src/qml ]] || grep -qF '{CMAKE_INSTALL_PREFIX}/elsewhere/qml/QtInterprocess' \
        "$scratch/in-qt/src/qml/cmake_install.cmake"
}

nothing_internal_is_installed() {
    say "installed files"
    local tree=$scratch/shared found
    found=$(grep -rlE "$source|$work|QtInterprocessObjects" "$tree" \
        --include='*.cmake' --include='*.pc' --include='*.h' || true)
    found+=$(find "$tree" -name '*_p.h')
    if [[ -n $found ]]; then
        printf 'consumer: these files name the build folder or are private:\n%s\n' "$found" >&2
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
in_a_parent static
in_a_parent shared -DBUILD_SHARED_LIBS=ON
with_qml shared g++
with_qml static clang++
versions
in_the_folder_of_qt
with_pkg_config shared g++
with_pkg_config static clang++
with_qmake shared g++
with_qmake static clang++
from_debian_packages
each_header_alone shared g++
each_header_alone static clang++
say "all ways work"
