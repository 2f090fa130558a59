// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Runs once: the primary starts this program again, and prints the request of the secondary.

#include <QtInterprocess/InstanceRequest>
#include <QtInterprocess/SingleInstance>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qprocess.h>

#include <cstdio>

using namespace QtInterprocess;

//! [main]
int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    SingleInstance instance(QStringLiteral("org.qtinterprocess.topics"));
    if (instance.isSecondary())
        return instance.forward(); // returns the exit code that the primary has replied

    QObject::connect(&instance, &SingleInstance::requestReceived, &app, [](const InstanceRequest &request) {
        std::printf("open %s\n", qPrintable(request.arguments().value(1)));
        request.reply(0);
        //! [main]
        QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
        //! [main]
    });
    //! [main]
    QProcess secondary;
    secondary.start(QCoreApplication::applicationFilePath(), { QStringLiteral("picture.png") });
    const int code = app.exec();
    secondary.waitForFinished();
    return code;
    //! [main]
    return app.exec();
}
//! [main]
