# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Installs the qmake module for QT += interprocess. Paths are relative to the file, unless the user
# chose absolute directories. If qmake does not search the folder, set the environment variable
# QMAKEMODULES to it.
set(qtinterprocess_modules_dir ${qtinterprocess_mkspecs_dir}/modules)
cmake_path(ABSOLUTE_PATH qtinterprocess_modules_dir BASE_DIRECTORY ${CMAKE_INSTALL_PREFIX} OUTPUT_VARIABLE folder)
foreach(dir IN ITEMS LIBDIR INCLUDEDIR)
    string(TOLOWER ${dir} lower)
    set(qtinterprocess_pri_${lower} "${CMAKE_INSTALL_${dir}}")
    if(NOT IS_ABSOLUTE "${CMAKE_INSTALL_${dir}}")
        file(RELATIVE_PATH qtinterprocess_pri_${lower} ${folder} ${CMAKE_INSTALL_FULL_${dir}})
        string(PREPEND qtinterprocess_pri_${lower} "\$\$PWD/")
    endif()
endforeach()
set(qtinterprocess_pri_config)
set(qtinterprocess_pri_defines)
if(NOT BUILD_SHARED_LIBS)
    set(qtinterprocess_pri_config " staticlib")
    set(qtinterprocess_pri_defines " QTINTERPROCESS_STATIC")
endif()
configure_file(cmake/qt_lib_interprocess.pri.in ${PROJECT_BINARY_DIR}/qt_lib_interprocess.pri @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/qt_lib_interprocess.pri DESTINATION ${qtinterprocess_modules_dir}
    COMPONENT QtInterprocess_Development)
