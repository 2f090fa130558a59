# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Installs the library, its headers, the CMake package, files for pkg-config and qmake, and
# metatypes.
#
# qmltyperegistrar reads the metatypes. All installed files can be moved to another prefix. src/qml
# and tools/qtipc install their own files.

include(cmake/ForwardingHeaders.cmake)
include(CMakePackageConfigHelpers)

option(QTINTERPROCESS_INSTALL
    "Install all of QtInterprocess; off by default in a subproject, which installs only the shared libraries"
    ${PROJECT_IS_TOP_LEVEL})
set(QTINTERPROCESS_QML_DIR "" CACHE STRING
    "Folder for QML modules; by default Qt's own folder if the prefix is Qt's, otherwise lib/qt6/qml")
set(QTINTERPROCESS_MKSPECS_DIR "" CACHE STRING
    "Folder for qmake modules; by default Qt's own folder if the prefix is Qt's, otherwise lib/qt6/mkspecs")

set(qtinterprocess_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/QtInterprocess)
set(qtinterprocess_translations_dir ${CMAKE_INSTALL_DATADIR}/QtInterprocess/translations)

# Use the folder that the user chose. Otherwise use Qt's folder if the prefix is Qt's, or a similar
# one.
set(qtinterprocess_qml_dir ${CMAKE_INSTALL_LIBDIR}/qt6/qml)
set(qtinterprocess_mkspecs_dir ${CMAKE_INSTALL_LIBDIR}/qt6/mkspecs)
if(QT6_INSTALL_QML AND QT6_INSTALL_ARCHDATA)
    cmake_path(COMPARE "${CMAKE_INSTALL_PREFIX}" EQUAL "${QT6_INSTALL_PREFIX}" qtinterprocess_is_in_qt)
    if(qtinterprocess_is_in_qt)
        set(qtinterprocess_qml_dir ${QT6_INSTALL_QML})
        set(qtinterprocess_mkspecs_dir ${QT6_INSTALL_ARCHDATA}/mkspecs)
    endif()
endif()
foreach(kind IN ITEMS qml mkspecs)
    string(TOUPPER QTINTERPROCESS_${kind}_DIR chosen)
    if(${chosen})
        set(qtinterprocess_${kind}_dir ${${chosen}})
    endif()
endforeach()

# Lets a target that is installed in a folder find the library, even after both were moved.
function(qtinterprocess_find_library_from target folder)
    cmake_path(ABSOLUTE_PATH folder BASE_DIRECTORY ${CMAKE_INSTALL_PREFIX})
    file(RELATIVE_PATH up ${folder} ${CMAKE_INSTALL_FULL_LIBDIR})
    if(APPLE)
        set(origin "@loader_path")
    else()
        set(origin "$ORIGIN")
    endif()
    set_target_properties(${target} PROPERTIES INSTALL_RPATH "${origin}/${up}")
    set_property(TARGET ${target} APPEND PROPERTY INSTALL_RPATH ${CMAKE_INSTALL_RPATH})
endfunction()

if(NOT QTINTERPROCESS_INSTALL)
    if(BUILD_SHARED_LIBS)
        install(TARGETS QtInterprocess
            RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT QtInterprocess_Runtime
            LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT QtInterprocess_Runtime NAMELINK_SKIP)
    endif()
    return()
endif()

install(TARGETS QtInterprocess EXPORT QtInterprocessTargets
    RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT QtInterprocess_Runtime
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT QtInterprocess_Runtime
    NAMELINK_COMPONENT QtInterprocess_Development
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT QtInterprocess_Development)
install(FILES ${qtinterprocess_public_headers} ${qtinterprocess_generated_headers}
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/QtInterprocess COMPONENT QtInterprocess_Development)

# The target that runs moc has the metatypes; users of the library get them from the library. Only
# consumers that set QT_CONSUMES_METATYPES, such as QML modules, use the file as a source.
get_target_property(metatypes QtInterprocessObjects INTERFACE_QT_META_TYPES_BUILD_FILE)
if(metatypes)
    set(metatypes_dir ${CMAKE_INSTALL_DATADIR}/QtInterprocess/metatypes)
    install(FILES ${metatypes} DESTINATION ${metatypes_dir} RENAME qt6qtinterprocess_metatypes.json
        COMPONENT QtInterprocess_Development)
    set(consumes "$<BOOL:$<TARGET_PROPERTY:QT_CONSUMES_METATYPES>>")
    set(installed "${metatypes_dir}/qt6qtinterprocess_metatypes.json")
    if(NOT IS_ABSOLUTE "${metatypes_dir}")
        string(PREPEND installed "$<INSTALL_PREFIX>/")
    endif()
    target_sources(QtInterprocess INTERFACE
        "$<BUILD_INTERFACE:$<${consumes}:${metatypes}>>"
        "$<INSTALL_INTERFACE:$<${consumes}:${installed}>>")
else()
    message(AUTHOR_WARNING "No metatypes to install: qt_extract_metatypes(QtInterprocessObjects) is missing in src/.")
endif()

# Installs the package for find_package(QtInterprocess [COMPONENTS Qml]).
install(EXPORT QtInterprocessTargets NAMESPACE QtInterprocess:: DESTINATION ${qtinterprocess_package_dir}
    COMPONENT QtInterprocess_Development)
configure_package_config_file(cmake/QtInterprocessConfig.cmake.in ${PROJECT_BINARY_DIR}/QtInterprocessConfig.cmake
    INSTALL_DESTINATION ${qtinterprocess_package_dir} PATH_VARS qtinterprocess_qml_dir qtinterprocess_translations_dir)
set(compatibility SameMajorVersion)
if(PROJECT_VERSION_MAJOR EQUAL 0) # before 1.0 a minor version may change the API
    set(compatibility SameMinorVersion)
endif()
write_basic_package_version_file(${PROJECT_BINARY_DIR}/QtInterprocessConfigVersion.cmake
    COMPATIBILITY ${compatibility})
install(FILES
    ${PROJECT_BINARY_DIR}/QtInterprocessConfig.cmake
    ${PROJECT_BINARY_DIR}/QtInterprocessConfigVersion.cmake
    DESTINATION ${qtinterprocess_package_dir} COMPONENT QtInterprocess_Development)

include(cmake/PkgConfig.cmake)
include(cmake/QMake.cmake)
