# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Generates publictypes.h with all exported classes and all public enums, so that tst_metaobjects
# also tests each new one.

set(other_platform "namedpipe[a-z]*")
if(WIN32)
    set(other_platform "unix[a-z]*|fifo")
endif()
file(GLOB public_headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/QtInterprocess/*.h)
list(FILTER public_headers EXCLUDE REGEX "/(activatewindow|sharedimage)\\.h$") # without a public class
list(FILTER public_headers EXCLUDE REGEX "/(${other_platform})\\.h$")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${public_headers})

set(includes)
set(types)
set(enums)
foreach(header IN LISTS public_headers)
    get_filename_component(name ${header} NAME)
    string(APPEND includes "#include <QtInterprocess/${name}>\n")
    file(READ ${header} text)
    string(REGEX REPLACE "[][;]" " " text "${text}") # removes characters that have a meaning in CMake lists
    string(REGEX MATCHALL
        "\n(class|struct) (QTINTERPROCESS_EXPORT )?[A-Za-z]+( :|\n)|\n *enum (class )?[A-Za-z]+|\n} "
        tokens "${text}")
    set(scope "")
    foreach(token IN LISTS tokens)
        if(token MATCHES "(class|struct) (QTINTERPROCESS_EXPORT )?([A-Za-z]+)( :|\n)")
            set(scope "${CMAKE_MATCH_3}")
            if(CMAKE_MATCH_2)
                string(APPEND types " \\\n    F(${scope})")
            endif()
        elseif(token MATCHES "enum (class )?([A-Za-z]+)")
            string(APPEND enums " \\\n    F(${scope}::${CMAKE_MATCH_2})")
        else()
            set(scope "")
        endif()
    endforeach()
endforeach()
string(REPLACE "F(::" "F(" enums "${enums}")
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/publictypes.h CONTENT
"// Made by publictypes.cmake.
#pragma once
@includes@
#define FOR_EACH_PUBLIC_TYPE(F)@types@

#define FOR_EACH_PUBLIC_ENUM(F)@enums@
" @ONLY)
