// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Runs the QML file that QML_PROGRAM names, and prints "shown" when a window is shown. With
// --of-main, the program creates a SingleInstance in C++.

#include <QtInterprocess/singleinstance.h>

#include <QtCore/qcoreevent.h>
#include <QtGui/qguiapplication.h>
#include <QtGui/qwindow.h>
#include <QtQml/qqmlapplicationengine.h>

#include <cstdio>
#include <memory>

using QtInterprocess::SingleInstance;

class ShowReporter : public QObject
{
public:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Show && qobject_cast<QWindow *>(watched)) {
            std::puts("shown");
            std::fflush(stdout);
        }
        return false;
    }
};

int main(int argc, char **argv)
{
    QGuiApplication app(argc, argv);
    ShowReporter reporter;
    app.installEventFilter(&reporter);
    QQmlApplicationEngine engine;
    std::unique_ptr<SingleInstance> instance;
    if (app.arguments().contains(QStringLiteral("--of-main"))) {
        instance = std::make_unique<SingleInstance>(QStringLiteral("org.example.qml.main"));
        if (instance->isSecondary()) {
            const int code = instance->forward();
            std::puts(instance->reply().constData());
            return code;
        }
        engine.setInitialProperties({ { QStringLiteral("instance"), QVariant::fromValue(instance.get()) } });
    }
    engine.addImportPath(QStringLiteral(QML_IMPORT_PATH));
    engine.load(QUrl::fromLocalFile(qEnvironmentVariable("QML_PROGRAM")));
    return engine.rootObjects().isEmpty() ? 99 : QGuiApplication::exec();
}
