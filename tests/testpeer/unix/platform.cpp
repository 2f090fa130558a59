// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "testpeer/platform.h"

#include <QtCore/qfile.h>

void useBinaryStreams() { }

bool isTheOnlyOwner(const QString &fullServerName)
{
    QFile mark(fullServerName + QStringLiteral(".alone"));
    return mark.open(QIODevice::NewOnly | QIODevice::WriteOnly)
        && QFile::exists(fullServerName + QStringLiteral(".lock")) && mark.remove();
}
