# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Toolchain file: as mingw64.cmake, with a Qt for Windows, and Wine to run what is built. The Qt is named by the
# environment when a build directory is configured for the first time, and remembered there.
set(QTINTERPROCESS_WINDOWS_QT "$ENV{QTINTERPROCESS_WINDOWS_QT}" CACHE PATH "A Qt for MinGW, as new as that of this system")
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES QTINTERPROCESS_WINDOWS_QT)
if(NOT EXISTS "${QTINTERPROCESS_WINDOWS_QT}/lib/cmake/Qt6/Qt6Config.cmake")
    set(given "${QTINTERPROCESS_WINDOWS_QT}")
    unset(QTINTERPROCESS_WINDOWS_QT CACHE) # so that the next try takes what the environment says then
    message(FATAL_ERROR "QTINTERPROCESS_WINDOWS_QT does not name a Qt 6 for MinGW: \"${given}\".\n"
        "  export QTINTERPROCESS_WINDOWS_QT=$(scripts/windows-qt)     makes one on Debian and Ubuntu.")
endif()

list(APPEND CMAKE_FIND_ROOT_PATH "${QTINTERPROCESS_WINDOWS_QT}")
list(APPEND CMAKE_PREFIX_PATH "${QTINTERPROCESS_WINDOWS_QT}")
include("${CMAKE_CURRENT_LIST_DIR}/mingw64.cmake")

get_filename_component(wine_run "${CMAKE_CURRENT_LIST_DIR}/../../scripts/wine-run" ABSOLUTE)
set(CMAKE_CROSSCOMPILING_EMULATOR "${wine_run}" --dlls "${QTINTERPROCESS_WINDOWS_QT}/bin")
# The same for programs that are QtTests, whose exit status alone says too little.
set(QTINTERPROCESS_TEST_EMULATOR ${CMAKE_CROSSCOMPILING_EMULATOR} --qtest)
