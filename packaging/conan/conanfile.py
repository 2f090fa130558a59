# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""QtInterprocess for Conan 2, built from the sources that this file lies in."""

import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load

SOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir)


class QtInterprocess(ConanFile):
    name = "qtinterprocess"
    description = "Interprocess communication in the Qt event loop"
    license = "MIT OR Apache-2.0"
    topics = ("qt", "ipc", "socket", "pipe", "signal")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False], "qml": [True, False], "tools": [True, False]}
    default_options = {"shared": True, "qml": False, "tools": True}

    def set_version(self):
        text = load(self, os.path.join(SOURCES, "CMakeLists.txt"))
        self.version = re.search(r"project\(QtInterprocess VERSION ([0-9.]+)", text).group(1)

    def export_sources(self):
        for pattern in ("CMakeLists.txt", "LICENSE", "LICENSES/*", "cmake/*", "include/*", "src/*", "tools/*"):
            copy(self, pattern, SOURCES, self.export_sources_folder)

    def layout(self):
        cmake_layout(self)

    def requirements(self):
        # The public headers include Qt's headers.
        self.requires("qt/[>=6.4 <7]", transitive_headers=True, transitive_libs=True)

    def configure(self):
        if self.options.qml:
            self.options["qt"].qtdeclarative = True

    def validate(self):
        check_min_cppstd(self, 20)

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["QTINTERPROCESS_BUILD_QML"] = bool(self.options.qml)
        toolchain.cache_variables["QTINTERPROCESS_BUILD_TOOLS"] = bool(self.options.tools)
        toolchain.cache_variables["QTINTERPROCESS_BUILD_TESTS"] = False
        toolchain.cache_variables["QTINTERPROCESS_BUILD_EXAMPLES"] = False
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()
        copy(self, "LICENSE*", self.source_folder, os.path.join(self.package_folder, "licenses"))

    def package_info(self):
        # Use the package's own CMake files instead of generated ones.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.builddirs = [os.path.join("lib", "cmake", "QtInterprocess")]
        self.cpp_info.libs = ["QtInterprocess"]
