# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Toolchain file: MinGW-w64 for Windows on x86_64, with moc and other tools from this system's Qt.
#
# Debian has two variants of this compiler; C++ threads need the posix variant.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
find_program(CMAKE_C_COMPILER NAMES x86_64-w64-mingw32-gcc-posix x86_64-w64-mingw32-gcc REQUIRED)
find_program(CMAKE_CXX_COMPILER NAMES x86_64-w64-mingw32-g++-posix x86_64-w64-mingw32-g++ REQUIRED)
find_program(CMAKE_RC_COMPILER NAMES x86_64-w64-mingw32-windres REQUIRED)
list(APPEND CMAKE_FIND_ROOT_PATH /usr/x86_64-w64-mingw32)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

# Find the CMake files of this system's Qt: in lib/x86_64-linux-gnu (Debian), lib64 (Fedora) or lib.
# The environment can name another Qt.
if(NOT QT_HOST_PATH_CMAKE_DIR)
    set(roots $ENV{QT_HOST_PATH} /usr /usr/local)
    foreach(root IN LISTS roots)
        file(GLOB found ${root}/lib/*/cmake/Qt6HostInfo ${root}/lib64/cmake/Qt6HostInfo ${root}/lib/cmake/Qt6HostInfo)
        if(found)
            list(GET found 0 found)
            get_filename_component(QT_HOST_PATH_CMAKE_DIR ${found} DIRECTORY)
            set(QT_HOST_PATH ${root})
            break()
        endif()
    endforeach()
    if(NOT QT_HOST_PATH_CMAKE_DIR)
        message(FATAL_ERROR "The Qt of this system was not found; the environment variable QT_HOST_PATH can name it.")
    endif()
endif()
