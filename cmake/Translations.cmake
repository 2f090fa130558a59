# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Builds the translations of error texts: translations/qtinterprocess_LANGUAGE.ts becomes a .qm
# file.
#
# Programs load that file (docs/translations.md). scripts/update-translations adds new texts to the
# .ts files.

set(qtinterprocess_build_translations OFF)
if(PROJECT_IS_TOP_LEVEL)
    find_package(Qt6 6.4 QUIET OPTIONAL_COMPONENTS LinguistTools)
    set(qtinterprocess_build_translations ${Qt6LinguistTools_FOUND})
endif()
option(QTINTERPROCESS_BUILD_TRANSLATIONS
    "Build the translations (need Qt's Linguist tools); on by default if the tools are found"
    ${qtinterprocess_build_translations})
if(NOT QTINTERPROCESS_BUILD_TRANSLATIONS)
    return()
endif()
find_package(Qt6 6.4 REQUIRED COMPONENTS LinguistTools)

set(qtinterprocess_qm_dir ${PROJECT_BINARY_DIR}/translations)
file(GLOB translations CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/translations/*.ts)
set(qm_files)
foreach(ts IN LISTS translations)
    cmake_path(GET ts STEM name)
    set(qm ${qtinterprocess_qm_dir}/${name}.qm)
    add_custom_command(OUTPUT ${qm}
        COMMAND ${CMAKE_COMMAND} -E make_directory ${qtinterprocess_qm_dir}
        COMMAND Qt6::lrelease -silent ${ts} -qm ${qm}
        DEPENDS ${ts} VERBATIM)
    list(APPEND qm_files ${qm})
endforeach()
add_custom_target(QtInterprocessTranslations ALL DEPENDS ${qm_files})
if(QTINTERPROCESS_INSTALL)
    set(component QtInterprocess_Development)
    if(BUILD_SHARED_LIBS)
        set(component QtInterprocess_Runtime)
    endif()
    install(FILES ${qm_files} DESTINATION ${qtinterprocess_translations_dir} COMPONENT ${component})
endif()
