// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "testsupport/testsupport.h"

#include <QtCore/qcryptographichash.h>
#include <QtCore/qfile.h>

constexpr int Patience = 60000; // milliseconds; Wine starts programs slowly

// A running example program. The destructor kills it.
class Program
{
public:
    explicit Program(const char *path, const QStringList &arguments = {},
                     QProcess::ProcessChannelMode mode = QProcess::ForwardedErrorChannel)
    {
        process.setProgram(QString::fromLocal8Bit(path));
        process.setArguments(arguments);
        process.setProcessChannelMode(mode);
        process.start();
    }
    ~Program()
    {
        process.kill();
        process.waitForFinished();
    }

    // Returns the next line, or a null array if the program ends first. Runs the event loop
    // meanwhile, because other programs need input.
    QByteArray line()
    {
        const auto isReady = [this] { return process.canReadLine() || process.state() == QProcess::NotRunning; };
        (void)TestSupport::spinUntil(isReady, Patience);
        return process.canReadLine() ? process.readLine().trimmed() : QByteArray();
    }
    // Returns the lines that the program has written and that were not read.
    QByteArrayList remainingLines()
    {
        QByteArrayList lines;
        while (process.canReadLine())
            lines += process.readLine().trimmed();
        return lines;
    }
    bool hasEnded()
    {
        return TestSupport::spinUntil([this] { return process.state() == QProcess::NotRunning; }, Patience);
    }

    QProcess process;
};

// Writes a file and returns its path, or an empty path on failure.
inline QString writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size() ? path : QString();
}

inline QByteArray sha256Of(const QByteArray &content)
{
    return QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex();
}
