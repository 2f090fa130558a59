# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Installs the file for pkg-config QtInterprocess. Paths are relative to the file, unless the user
# chose absolute directories.
foreach(dir IN ITEMS LIBDIR INCLUDEDIR)
    string(TOLOWER ${dir} lower)
    if(IS_ABSOLUTE "${CMAKE_INSTALL_${dir}}")
        set(qtinterprocess_pc_${lower} "${CMAKE_INSTALL_${dir}}")
    else()
        set(qtinterprocess_pc_${lower} "\${prefix}/${CMAKE_INSTALL_${dir}}")
    endif()
endforeach()
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}")
    set(qtinterprocess_pc_prefix "${CMAKE_INSTALL_PREFIX}")
else()
    file(RELATIVE_PATH up "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
    string(REGEX REPLACE "/$" "" up "${up}")
    set(qtinterprocess_pc_prefix "\${pcfiledir}/${up}")
endif()
set(qtinterprocess_pc_cflags)
set(qtinterprocess_pc_libs)
if(NOT BUILD_SHARED_LIBS)
    set(qtinterprocess_pc_cflags " -DQTINTERPROCESS_STATIC")
    if(CMAKE_THREAD_LIBS_INIT)
        set(qtinterprocess_pc_libs " ${CMAKE_THREAD_LIBS_INIT}")
    endif()
    if(WIN32)
        string(APPEND qtinterprocess_pc_libs " -ladvapi32 -lshell32 -luser32")
    endif()
endif()
configure_file(cmake/QtInterprocess.pc.in ${PROJECT_BINARY_DIR}/QtInterprocess.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/QtInterprocess.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
    COMPONENT QtInterprocess_Development)
