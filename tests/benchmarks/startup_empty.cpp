// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A program that does nothing: what all others are compared to.

#include <QtCore/qcoreapplication.h>
#include <QtCore/qtemporarydir.h>

#include <cstdio>

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QTemporaryDir folder;
    std::puts("READY");
    std::fflush(stdout);
    return std::getchar() == EOF ? 0 : 1;
}
