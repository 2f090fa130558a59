// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/instancename.h"

#include "local/session.h"

#include <QtCore/qcryptographichash.h>

namespace QtInterprocess {

// Short, because on macOS the folder leaves no more room.
static constexpr qsizetype ReadablePart = 16;
static constexpr qsizetype HashPart = 16; // 64 bits in hexadecimal

static QString readable(const QString &id)
{
    QString text;
    for (const QChar c : id.right(ReadablePart)) {
        const bool isPlain = c.unicode() < 0x80
            && (c.isLetterOrNumber() || c == QLatin1Char('-') || c == QLatin1Char('.'));
        text += isPlain ? c : QLatin1Char('_');
    }
    while (text.startsWith(QLatin1Char('.')) || text.startsWith(QLatin1Char('-'))) // hidden, or mistaken for an option
        text.remove(0, 1);
    return text;
}

LocalName instanceName(const QString &id, SingleInstance::Scope scope)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(id.toUtf8());
    if (scope == SingleInstance::Scope::Session) {
        hash.addData(QByteArray(1, '\0')); // not part of any ID in UTF-8
        hash.addData(local::sessionId());
    }
    const QString tail = QString::fromLatin1(hash.result().toHex().left(HashPart));
    const QString name = readable(id) + QLatin1Char('-') + tail;
    if (scope == SingleInstance::Scope::Machine)
        return local::machineWideName(name);
    const QString folder = local::sandboxFolder();
    return folder.isEmpty() ? LocalName::generic(name) : LocalName::path(folder + QLatin1Char('/') + name);
}

} // namespace QtInterprocess
