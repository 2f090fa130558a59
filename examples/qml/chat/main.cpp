// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A chat between several processes of this program. Start it several times; see Main.qml.

#include <QtInterprocess/Termination>

#include <QtGui/qguiapplication.h>
#include <QtQml/qqmlapplicationengine.h>

int main(int argc, char **argv)
{
    const QtInterprocess::Termination termination;
    const QGuiApplication app(argc, argv);
    QQmlApplicationEngine engine;
    engine.setInitialProperties({ { QStringLiteral("title"), QStringLiteral("Chat %1").arg(app.applicationPid()) } });
    engine.load(QUrl(QStringLiteral("qrc:/Chat/Main.qml")));
    return engine.rootObjects().isEmpty() ? 1 : QGuiApplication::exec();
}
