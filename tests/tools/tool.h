// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "testsupport/testsupport.h"

#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qprocess.h>

// A running qtipc, whose events are read as JSON.
class Tool
{
public:
    explicit Tool(const QStringList &arguments)
    {
        QObject::connect(&process, &QProcess::readyReadStandardError, &process,
                         [this] { m_said += process.readAllStandardError(); });
        process.start(QStringLiteral(QTIPC_PROGRAM), arguments);
    }
    ~Tool()
    {
        process.kill();
        process.waitForFinished();
    }

    // Runs the tool to its end, and returns its standard output with Unix line ends.
    static QByteArray output(const QStringList &arguments)
    {
        Tool tool(arguments);
        if (!tool.finish() || tool.process.exitCode() != 0)
            return QByteArray("failed");
        return tool.process.readAllStandardOutput().replace("\r\n", "\n");
    }

    // Returns the last event with this name, or an empty object if none comes.
    QJsonObject event(const QString &name)
    {
        QJsonObject found;
        const auto look = [&] {
            const auto lines = m_said.split('\n');
            for (const QByteArray &line : lines) {
                const QJsonObject object = QJsonDocument::fromJson(line).object();
                if (object.value(QLatin1String("event")).toString() == name)
                    found = object;
            }
            return !found.isEmpty();
        };
        (void)TestSupport::spinUntil(look);
        return found;
    }

    bool finish() // also closes its standard input
    {
        process.closeWriteChannel();
        return TestSupport::spinUntil([this] { return process.state() == QProcess::NotRunning; }, 60000);
    }

    QByteArray said() const { return m_said; }

    QProcess process;

private:
    QByteArray m_said;
};

inline QStringList words(const char *line)
{
    return QString::fromLatin1(line).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

// Returns the candidates for the completion of a command line, without their descriptions.
inline QStringList candidates(const QStringList &line)
{
    QStringList found;
    const QStringList lines = QString::fromUtf8(Tool::output(QStringList(QStringLiteral("__complete")) + line))
                                  .split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString &candidate : lines)
        found += candidate.section(QLatin1Char('\t'), 0, 0).trimmed();
    return found;
}
