// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "testsupport/testsupport.h"

#include <QtInterprocess/error.h>

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

#include <memory>
#include <vector>

namespace TestSupport {

// Runs tests/local/onceonly.cpp once as a process.
class Instance
{
public:
    explicit Instance(const QString &id, const QStringList &options = {}, const QStringList &arguments = {})
    {
        QStringList all { id };
        all += options;
        if (!arguments.isEmpty())
            all += QStringList(QStringLiteral("--")) + arguments;
        process.setProgram(QStringLiteral(ONCEONLY_PROGRAM));
        process.setArguments(all);
        QObject::connect(&process, &QProcess::readyReadStandardOutput, &process, [this] { read(); });
    }
    ~Instance()
    {
        process.kill();
        process.waitForFinished();
    }

    Instance &start()
    {
        process.start();
        return *this;
    }

    // Waits for the event and returns it; empty if the process ends before. With number n: the
    // nth such event.
    QJsonObject waitForEvent(const QString &event, int number = 1)
    {
        QJsonObject found;
        (void)spinUntil([&] {
            int count = 0;
            for (const QJsonObject &object : said) {
                if (object.value(QLatin1String("event")).toString() == event && ++count == number)
                    found = object;
            }
            return !found.isEmpty() || isOver();
        });
        return found;
    }
    bool is(const char *role) { return !waitForEvent(QString::fromLatin1(role)).isEmpty(); }
    bool hasEvent(const char *event) const
    {
        return std::any_of(said.begin(), said.end(), [=](const QJsonObject &object) {
            return object.value(QLatin1String("event")).toString() == QLatin1String(event);
        });
    }

    bool hasEnded(int msecs = 60000)
    {
        return spinUntil([this] { return process.state() == QProcess::NotRunning; }, msecs);
    }
    bool quit()
    {
        process.closeWriteChannel();
        return hasEnded();
    }

    // Tells whether the process has ended and all its output has been read.
    bool isOver() const { return process.state() == QProcess::NotRunning && !process.bytesAvailable(); }

    // Describes the process for the message of a failed test.
    QByteArray describe()
    {
        const char *const states[] = { "has ended", "is starting", "runs" };
        return "process " + QByteArray::number(process.processId()) + ' ' + states[process.state()] + ", exit code "
            + QByteArray::number(process.exitCode()) + ", \"" + process.errorString().toUtf8() + "\", has said "
            + QByteArray::number(qsizetype(said.size())) + " lines and \"" + process.readAllStandardError() + '"';
    }

    QProcess process;
    std::vector<QJsonObject> said;

private:
    void read()
    {
        while (process.canReadLine())
            said.push_back(QJsonDocument::fromJson(process.readLine()).object());
    }
};

inline QtInterprocess::Error::Code codeOf(const QJsonObject &object)
{
    return QtInterprocess::Error::Code(object.value(QLatin1String("code")).toInt(-1));
}

} // namespace TestSupport
