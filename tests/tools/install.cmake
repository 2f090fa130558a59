# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Installs the tool into an empty folder, and checks that all files are present.
#
# Usage: cmake -D BUILD=… -D CONFIG=… -D BIN=bin -D MAN=share/man -D DATA=share -P install.cmake
set(prefix ${BUILD}/tests/tools/installed)
file(REMOVE_RECURSE ${prefix})
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --config ${CONFIG}
    --component QtInterprocess_Tools --prefix ${prefix}
    COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET)
foreach(file IN ITEMS ${BIN}/qtipc ${MAN}/man1/qtipc.1 ${DATA}/bash-completion/completions/qtipc
        ${DATA}/zsh/site-functions/_qtipc ${DATA}/fish/vendor_completions.d/qtipc.fish)
    if(NOT EXISTS ${prefix}/${file})
        message(SEND_ERROR "${file} was not installed")
    endif()
endforeach()
