# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Configures cpack: one archive with everything, or a Debian package for each component.
#
# The packages have the names of packaging/debian, and install below CMAKE_INSTALL_PREFIX. Use the
# prefix /usr for the folders where the system's tools search.
if(NOT PROJECT_IS_TOP_LEVEL)
    return()
endif()
set(CPACK_PACKAGE_NAME qtinterprocess)
set(CPACK_PACKAGE_VENDOR "The QtInterprocess authors")
set(CPACK_PACKAGE_CONTACT "The QtInterprocess authors <maintainers@qtinterprocess.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX ${CMAKE_INSTALL_PREFIX})
set(CPACK_VERBATIM_VARIABLES ON)
if(NOT CPACK_GENERATOR)
    set(CPACK_GENERATOR TGZ)
endif()
set(CPACK_COMPONENTS_ALL QtInterprocess_Runtime QtInterprocess_Development)
if(QTINTERPROCESS_BUILD_QML)
    list(APPEND CPACK_COMPONENTS_ALL QtInterprocess_Qml)
endif()
if(QTINTERPROCESS_BUILD_TOOLS)
    list(APPEND CPACK_COMPONENTS_ALL QtInterprocess_Tools)
endif()

# In a static build there is no runtime package, and the development package does not depend on one.
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${PROJECT_BINARY_DIR}/src)
set(CPACK_DEBIAN_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_QTINTERPROCESS_DEVELOPMENT_PACKAGE_NAME libqtinterprocess-dev)
set(CPACK_DEBIAN_QTINTERPROCESS_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_QTINTERPROCESS_DEVELOPMENT_PACKAGE_DEPENDS "qt6-base-dev (>= 6.4)")
set(CPACK_DEBIAN_QTINTERPROCESS_QML_PACKAGE_NAME qml6-module-qtinterprocess)
set(CPACK_DEBIAN_QTINTERPROCESS_TOOLS_PACKAGE_NAME qtipc)
set(CPACK_DEBIAN_QTINTERPROCESS_TOOLS_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_QTINTERPROCESS_RUNTIME_PACKAGE_NAME libqtinterprocess${qtinterprocess_soversion})
if(BUILD_SHARED_LIBS)
    set(library "libqtinterprocess${qtinterprocess_soversion} (= ${PROJECT_VERSION})")
    string(APPEND CPACK_DEBIAN_QTINTERPROCESS_DEVELOPMENT_PACKAGE_DEPENDS ", ${library}")
    if(QTINTERPROCESS_BUILD_QML) # the CMake package refers to the module's files
        string(APPEND CPACK_DEBIAN_QTINTERPROCESS_DEVELOPMENT_PACKAGE_DEPENDS
            ", qml6-module-qtinterprocess (= ${PROJECT_VERSION})")
    endif()
    set(CPACK_DEBIAN_QTINTERPROCESS_QML_PACKAGE_DEPENDS "${library}")
    set(CPACK_DEBIAN_QTINTERPROCESS_TOOLS_PACKAGE_DEPENDS "${library}")
else()
    list(REMOVE_ITEM CPACK_COMPONENTS_ALL QtInterprocess_Runtime)
endif()
include(CPack)
