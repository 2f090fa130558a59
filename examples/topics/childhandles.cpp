// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Starts itself as a child that gets one end of a connection, and waits for its end.

#include <QtInterprocess/ChildHandles>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/ProcessExit>
#include <QtInterprocess/ProcessWatcher>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qprocess.h>

#include <cstdio>

using namespace QtInterprocess;

//! [child]
static int runChild()
{
    LocalSocket control;
    if (!control.adopt(ChildHandles::take(QStringLiteral("control"))))
        return 1;
    control.write("ready");
    control.close();
    return Device::drainAll() ? 0 : 1;
}
//! [child]

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc > 1)
        return runChild();

    QProcess process;
    process.setProgram(QCoreApplication::applicationFilePath());
    process.setArguments({ QStringLiteral("--child") });

    //! [parent]
    LocalSocket control;
    ChildHandles handles;
    handles.add(control.createPeer(), QStringLiteral("control"));
    handles.start(process); // no other child inherits the handle
    //! [parent]

    //! [watch]
    ProcessWatcher watcher; // of any process, child or not
    QObject::connect(&watcher, &ProcessWatcher::exited, &app, [&control](const ProcessExit &) {
        control.waitForReadyRead(1000);
        std::printf("%s\n", control.readAll().constData());
        QCoreApplication::quit();
    });
    if (!process.waitForStarted() || !watcher.watch(process.processId()))
        qFatal("%s", qPrintable(watcher.error().message()));
    //! [watch]
    const int code = app.exec();
    process.waitForFinished();
    return code;
}
