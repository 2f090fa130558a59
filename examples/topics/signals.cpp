// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Receives a signal in the event loop, and ends in good order when it is asked to.

#include <QtInterprocess/SignalWatcher>
#include <QtInterprocess/Signals>
#include <QtInterprocess/Termination>

#include <QtCore/qcoreapplication.h>

#include <csignal>
#include <cstdio>

using namespace QtInterprocess;

int main(int argc, char **argv)
{
    //! [termination]
    Termination termination; // Ctrl-C, kill, a closed console, logoff, shutdown: the application quits
    termination.setReasonHandled(Termination::Reason::HangUp, false); // SIGHUP has another meaning here
    QCoreApplication app(argc, argv);
    //! [termination]

    //! [watch]
    SignalWatcher watcher({ Signals::fromName(QStringLiteral("SIGHUP")) });
    QObject::connect(&watcher, &SignalWatcher::received, &app, [](const SignalInfo &info) {
        std::printf("%s: settings are loaded again\n", qPrintable(info.name()));
        //! [watch]
        Signals::send(QCoreApplication::applicationPid(), SIGTERM);
        //! [watch]
    });
    //! [watch]

    //! [send]
    if (const Error error = Signals::send(QCoreApplication::applicationPid(), SIGHUP))
        qFatal("%s", qPrintable(error.message())); // send SIGHUP to "4711": no such process
    //! [send]

    //! [exit]
    const int code = app.exec();
    return termination.exitStatus(code); // 128 + 15 after SIGTERM
    //! [exit]
}
