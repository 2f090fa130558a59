# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# What is installed: the library, its headers, the CMake package, a pkg-config file, and the metatypes that
# qmltyperegistrar reads. All of it can be moved to another prefix.

include(cmake/ForwardingHeaders.cmake)

option(QTINTERPROCESS_INSTALL "Install QtInterprocess; off by default when it is part of another project"
    ${PROJECT_IS_TOP_LEVEL})
if(NOT QTINTERPROCESS_INSTALL)
    return()
endif()

include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

get_target_property(qtinterprocess_library_type QtInterprocess TYPE)
set(qtinterprocess_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/QtInterprocess)

# The library and its headers.
install(TARGETS QtInterprocess EXPORT QtInterprocessTargets
    RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES ${qtinterprocess_public_headers} ${qtinterprocess_generated_headers}
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/QtInterprocess)

# The metatypes belong to the target that runs moc; those who link the library ask the library for them. The file is
# only a source of consumers that set QT_CONSUMES_METATYPES, as QML modules do.
get_target_property(metatypes QtInterprocessObjects INTERFACE_QT_META_TYPES_BUILD_FILE)
if(metatypes)
    set(metatypes_dir ${CMAKE_INSTALL_DATADIR}/QtInterprocess/metatypes)
    install(FILES ${metatypes} DESTINATION ${metatypes_dir} RENAME qt6qtinterprocess_metatypes.json)
    set(consumes "$<BOOL:$<TARGET_PROPERTY:QT_CONSUMES_METATYPES>>")
    set(installed "$<INSTALL_PREFIX>/${metatypes_dir}/qt6qtinterprocess_metatypes.json")
    target_sources(QtInterprocess INTERFACE
        "$<BUILD_INTERFACE:$<${consumes}:${metatypes}>>"
        "$<INSTALL_INTERFACE:$<${consumes}:${installed}>>")
else()
    message(AUTHOR_WARNING "No metatypes to install: qt_extract_metatypes(QtInterprocessObjects) is missing in src/.")
endif()

# find_package(QtInterprocess)
install(EXPORT QtInterprocessTargets NAMESPACE QtInterprocess:: DESTINATION ${qtinterprocess_package_dir})
configure_package_config_file(cmake/QtInterprocessConfig.cmake.in ${PROJECT_BINARY_DIR}/QtInterprocessConfig.cmake
    INSTALL_DESTINATION ${qtinterprocess_package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/QtInterprocessConfigVersion.cmake
    COMPATIBILITY SameMajorVersion)
install(FILES
    ${PROJECT_BINARY_DIR}/QtInterprocessConfig.cmake
    ${PROJECT_BINARY_DIR}/QtInterprocessConfigVersion.cmake
    DESTINATION ${qtinterprocess_package_dir})

# pkg-config QtInterprocess. Paths are relative to the file itself, unless the user chose absolute directories.
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
if(qtinterprocess_library_type STREQUAL "STATIC_LIBRARY")
    set(qtinterprocess_pc_cflags " -DQTINTERPROCESS_STATIC")
    if(CMAKE_THREAD_LIBS_INIT)
        set(qtinterprocess_pc_libs " ${CMAKE_THREAD_LIBS_INIT}")
    endif()
endif()
configure_file(cmake/QtInterprocess.pc.in ${PROJECT_BINARY_DIR}/QtInterprocess.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/QtInterprocess.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
