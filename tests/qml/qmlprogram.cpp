// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Runs the QML file that QML_PROGRAM names, and writes "shown" when a window is shown.

#include <QtCore/qcoreevent.h>
#include <QtGui/qguiapplication.h>
#include <QtGui/qwindow.h>
#include <QtQml/qqmlapplicationengine.h>

#include <cstdio>

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
    engine.addImportPath(QStringLiteral(QML_IMPORT_PATH));
    engine.load(QUrl::fromLocalFile(qEnvironmentVariable("QML_PROGRAM")));
    return engine.rootObjects().isEmpty() ? 99 : QGuiApplication::exec();
}
