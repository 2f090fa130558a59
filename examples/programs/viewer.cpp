// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A viewer that opens all documents in one process: later starts forward their files to the first.
//
// "viewer --replace" takes over from the running process.

#include <QtInterprocess/InstanceRequest>
#include <QtInterprocess/SingleInstance>
#include <QtInterprocess/Termination>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdir.h>
#include <QtCore/qfileinfo.h>

#include <cstdio>

using namespace QtInterprocess;

namespace {

constexpr int CannotOpen = 3;

void say(const QString &text)
{
    std::printf("%s\n", qPrintable(text));
    std::fflush(stdout);
}

// Opens the files. A program with windows also calls activateWindow(window, request).
int open(const QStringList &files, const QString &folder)
{
    int code = 0;
    for (const QString &name : files) {
        const QFileInfo file(QDir(folder), name);
        if (!file.isReadable())
            code = CannotOpen;
        if (file.isReadable())
            say(QStringLiteral("open: %1, %2 bytes").arg(file.fileName()).arg(file.size()));
        else
            say(QStringLiteral("cannot open: ") + file.fileName());
    }
    return code;
}

// Returns the arguments without the program's name and the option.
QStringList filesIn(QStringList arguments)
{
    arguments.removeFirst();
    arguments.removeAll(QStringLiteral("--replace"));
    return arguments;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    SingleInstance instance(QStringLiteral("org.qtinterprocess.viewer"));

    if (instance.isSecondary() && !(arguments.contains(QStringLiteral("--replace")) && instance.takeOver())) {
        const int code = instance.forward();
        if (instance.error())
            std::fprintf(stderr, "viewer: %s\n", qPrintable(instance.error().message()));
        else
            say(QString::fromUtf8(instance.reply()));
        return code;
    }

    QObject::connect(&instance, &SingleInstance::requestReceived, &app, [](const InstanceRequest &request) {
        const int code = open(filesIn(request.arguments()), request.workingDirectory());
        request.reply(code, code == 0 ? "opened" : "some files cannot be opened");
    });
    QObject::connect(&instance, &SingleInstance::replaceRequested, &app, [] {
        say(QStringLiteral("replaced"));
        QCoreApplication::quit();
    });
    const Termination termination;

    say(QStringLiteral("primary"));
    open(filesIn(arguments), QDir::currentPath());
    return QCoreApplication::exec();
}
