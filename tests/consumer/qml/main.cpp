// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Watches a signal in C++ and in QML. Both are notified, because the process has one copy of the
// library.
//
// Usage: qml-consumer [IMPORT_PATH]      by default that of the installed package; a static
// module needs none

#include <QtInterprocess/ProcessWatcher>
#include <QtInterprocess/SignalWatcher>
#include <QtInterprocess/Signals>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qtimer.h>
#include <QtQml/qqmlcomponent.h>
#include <QtQml/qqmlengine.h>

#include <csignal>
#include <cstdio>
#include <memory>

static const char Source[] = R"(
import QtInterprocess
SignalWatcher {
    property int count: 0
    names: ["USR1"]
    onReceived: ++count
}
)";

int main(int argc, char **argv)
{
    using namespace QtInterprocess;

    QCoreApplication app(argc, argv);
    SignalWatcher watcher;
    int heard = 0;
    QObject::connect(&watcher, &SignalWatcher::received, &app, [&] { ++heard; });
    if (!watcher.watch(Signals::fromName(QStringLiteral("USR1"))))
        return 1;

    QQmlEngine engine;
    engine.addImportPath(argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral(IMPORT_PATH));
    QQmlComponent component(&engine);
    component.setData(Source, QUrl());
    const std::unique_ptr<QObject> object(component.create());
    if (!object) {
        std::fprintf(stderr, "qml-consumer: %s\n", qPrintable(component.errorString()));
        return 1;
    }

    const auto count = [&] { return object->property("count").toInt(); };
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &app, [&] {
        if (heard > 0 && count() > 0)
            QCoreApplication::quit();
    });
    look.start(10);
    QTimer::singleShot(20000, &app, [] { QCoreApplication::exit(1); });
    std::raise(SIGUSR1);
    const int status = QCoreApplication::exec();
    std::printf("qml-consumer: C++ has heard %d, QML %d\n", heard, count());
    return status;
}
