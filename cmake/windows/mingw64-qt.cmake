# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Toolchain file: mingw64.cmake with a Qt for Windows, and Wine to run programs.
#
# When a build directory is first configured, the environment names the Qt. Later runs use the
# cached value.
set(QTINTERPROCESS_WINDOWS_QT "$ENV{QTINTERPROCESS_WINDOWS_QT}"
    CACHE PATH "A Qt for MinGW, at least as new as this system's Qt")
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES QTINTERPROCESS_WINDOWS_QT)
if(NOT EXISTS "${QTINTERPROCESS_WINDOWS_QT}/lib/cmake/Qt6/Qt6Config.cmake")
    set(given "${QTINTERPROCESS_WINDOWS_QT}")
    unset(QTINTERPROCESS_WINDOWS_QT CACHE) # the next attempt reads the environment again
    message(FATAL_ERROR "QTINTERPROCESS_WINDOWS_QT does not name a Qt 6 for MinGW: \"${given}\".\n"
        "  export QTINTERPROCESS_WINDOWS_QT=$(scripts/windows-qt)     makes one on Debian and Ubuntu.")
endif()

list(APPEND CMAKE_FIND_ROOT_PATH "${QTINTERPROCESS_WINDOWS_QT}")
list(APPEND CMAKE_PREFIX_PATH "${QTINTERPROCESS_WINDOWS_QT}")
include("${CMAKE_CURRENT_LIST_DIR}/mingw64.cmake")

get_filename_component(wine_run "${CMAKE_CURRENT_LIST_DIR}/../../scripts/wine-run" ABSOLUTE)
set(CMAKE_CROSSCOMPILING_EMULATOR "${wine_run}" --dlls "${QTINTERPROCESS_WINDOWS_QT}/bin")
# QtTest programs need --qtest: their exit status alone is not reliable.
set(QTINTERPROCESS_TEST_EMULATOR ${CMAKE_CROSSCOMPILING_EMULATOR} --qtest)
