# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Checks how the package in FILE answers a request for PACKAGE_FIND_VERSION. Called by run.sh.
set(PACKAGE_VERSION_COMPATIBLE FALSE)
include(${FILE})
if(NOT "${PACKAGE_VERSION_COMPATIBLE}" STREQUAL EXPECTED)
    message(FATAL_ERROR "${PACKAGE_FIND_VERSION} is answered by ${PACKAGE_VERSION}: ${PACKAGE_VERSION_COMPATIBLE}")
endif()
