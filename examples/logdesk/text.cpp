// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "text.h"

#include <QtCore/qlocale.h>

QString humanSize(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

QString humanRate(qint64 bytes, qint64 msecs)
{
    return humanSize(bytes * 1000 / qMax<qint64>(msecs, 1)) + QStringLiteral("/s");
}

QString printable(const QString &text, int width)
{
    QString result;
    for (const QChar c : text.right(width)) // the end of a path says more than its beginning
        result += c.isPrint() || c.isSurrogate() ? c : QLatin1Char('?');
    if (text.size() > width)
        result.replace(0, 2, QStringLiteral(".."));
    return result;
}
