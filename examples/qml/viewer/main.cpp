// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

/*
    viewer-qml FILE [--wait]: shows pictures in tabs of one window; see Main.qml.

    A second start opens its picture in the window of the first. It ends at once, or with --wait
    when the tab is closed.
*/

#include <QtCore/qdir.h>
#include <QtGui/qguiapplication.h>
#include <QtQml/qqmlapplicationengine.h>

int main(int argc, char **argv)
{
    const QGuiApplication app(argc, argv);
    QQmlApplicationEngine engine;
    engine.setInitialProperties({ { QStringLiteral("folder"), QDir::currentPath() } });
    engine.load(QUrl(QStringLiteral("qrc:/Viewer/Main.qml")));
    return engine.rootObjects().isEmpty() ? 1 : QGuiApplication::exec();
}
