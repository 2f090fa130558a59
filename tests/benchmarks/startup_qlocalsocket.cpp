// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "startup.h"

#include <QtNetwork/qlocalserver.h>
#include <QtNetwork/qlocalsocket.h>

int main(int argc, char **argv)
{
    return startUp<QLocalServer, QLocalSocket>(argc, argv);
}
