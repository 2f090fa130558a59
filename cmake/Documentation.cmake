# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Installs the help file of scripts/docs for Qt Assistant and Qt Creator, if it was built.
option(QTINTERPROCESS_BUILD_DOCS "Build the documentation: the target docs runs scripts/docs (needs qdoc)" OFF)
if(QTINTERPROCESS_BUILD_DOCS)
    add_custom_target(docs ALL COMMAND ${PROJECT_SOURCE_DIR}/scripts/docs VERBATIM USES_TERMINAL)
endif()
if(QTINTERPROCESS_INSTALL)
    install(FILES ${PROJECT_SOURCE_DIR}/build/docs/qtinterprocess.qch DESTINATION ${CMAKE_INSTALL_DOCDIR}
        COMPONENT QtInterprocess_Documentation OPTIONAL)
endif()
