// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "startup.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

int main(int argc, char **argv)
{
    return startUp<QtInterprocess::LocalServer, QtInterprocess::LocalSocket>(argc, argv);
}
