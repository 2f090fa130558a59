# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Compiles and runs the example of the README. It needs to send "hello" to its own server and back.
set(readme ${PROJECT_SOURCE_DIR}/README.md)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${readme})
file(READ ${readme} text)
if(NOT text MATCHES "\n```cpp\n(([^`]|`[^`])*)\n```")
    message(FATAL_ERROR "README.md has no example")
endif()
set(example "${CMAKE_MATCH_1}")
string(FIND "${example}" "\n\n" end) # of includes and using directives
string(SUBSTRING "${example}" 0 ${end} head)
string(SUBSTRING "${example}" ${end} -1 body)
file(GENERATE OUTPUT readme.cpp CONTENT "#include <QtCore/QCoreApplication>
#include <QtCore/QDebug>
${head}

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
${body}
    QObject::connect(&client, &LocalSocket::readyRead, &app, &QCoreApplication::quit);
    return app.exec();
}
")
qtinterprocess_add_example(readme ${CMAKE_CURRENT_BINARY_DIR}/readme.cpp)
add_test(NAME readme COMMAND readme)
set_tests_properties(readme PROPERTIES TIMEOUT 30 PASS_REGULAR_EXPRESSION "^\"hello")
if(QTINTERPROCESS_TEST_EMULATOR)
    set_target_properties(readme PROPERTIES CROSSCOMPILING_EMULATOR "${QTINTERPROCESS_TEST_EMULATOR}")
endif()
