// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

/*
    logdesk-qml [FILE...]: a window that shows log lines as they arrive. Every process of the user
    can send lines:

        journalctl -f | qtipc connect logdesk
        echo hello >"$XDG_RUNTIME_DIR/logdesk.fifo"

    A second start opens its files in the window of the first. It exits with 0, or with 1 if a file
    cannot be read.
*/

#include "logmodel.h"

#include <QtInterprocess/ActivateWindow>
#include <QtInterprocess/SingleInstance>
#include <QtInterprocess/Termination>

#include <QtCore/qcommandlineparser.h>
#include <QtCore/qdir.h>
#include <QtGui/qguiapplication.h>
#include <QtQml/qqmlapplicationengine.h>
#include <QtQuick/qquickwindow.h>

#include <algorithm>
#include <cstdio>

using namespace QtInterprocess;

static bool openAll(LogModel &model, const QStringList &files, const QString &directory)
{
    const QDir folder(directory);
    return std::all_of(files.begin(), files.end(),
                       [&](const QString &file) { return model.openFile(folder.absoluteFilePath(file)); });
}

int main(int argc, char **argv)
{
    Termination termination; // Ctrl-C and SIGTERM end the event loop, so all objects are destroyed
    termination.setReasonHandled(Termination::Reason::HangUp, false); // SIGHUP reloads the files instead
    QGuiApplication app(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption name(QStringLiteral("name"), QStringLiteral("Where to listen."), QStringLiteral("NAME"),
                                  QStringLiteral("logdesk"));
    const QCommandLineOption output(QStringLiteral("output"), QStringLiteral("Writes all lines to a file, too."),
                                    QStringLiteral("FILE"));
    const QCommandLineOption dark(QStringLiteral("dark"), QStringLiteral("Begins dark."));
    const QCommandLineOption screenshot(QStringLiteral("screenshot"),
                                        QStringLiteral("Makes a picture of the window at the end."),
                                        QStringLiteral("FILE"));
    parser.addOptions({ name, output, dark, screenshot });
    parser.addHelpOption();
    parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("Logs to be shown."));
    parser.process(app);

    SingleInstance instance(QStringLiteral("org.qtinterprocess.logdesk.") + parser.value(name));
    instance.setArguments(parser.positionalArguments());
    if (instance.isSecondary()) {
        const int code = instance.forward();
        if (!instance.isAcknowledged())
            std::fprintf(stderr, "logdesk: %s\n", qPrintable(instance.error().message()));
        return code;
    }

    LogModel model;
    if (parser.isSet(output) && !model.setOutput(parser.value(output))) {
        std::fprintf(stderr, "logdesk: cannot write %s\n", qPrintable(parser.value(output)));
        return 1;
    }
    openAll(model, parser.positionalArguments(), QDir::currentPath());

    QQmlApplicationEngine engine;
    engine.setInitialProperties({ { QStringLiteral("log"), QVariant::fromValue(&model) },
                                  { QStringLiteral("serverName"), parser.value(name) },
                                  { QStringLiteral("dark"), parser.isSet(dark) } });
    engine.load(QUrl(QStringLiteral("qrc:/LogDesk/Main.qml")));
    if (engine.rootObjects().isEmpty())
        return 1;
    auto *const window = qobject_cast<QQuickWindow *>(engine.rootObjects().first());
    QObject::connect(&instance, &SingleInstance::requestReceived, window, [&](const InstanceRequest &request) {
        const bool allRight = openAll(model, request.arguments(), request.workingDirectory());
        activateWindow(window, request);
        request.reply(allRight ? 0 : 1);
    });
    if (parser.isSet(screenshot)) {
        QObject::connect(&termination, &Termination::requested, window,
                         [&] { window->grabWindow().save(parser.value(screenshot)); });
    }
    return QGuiApplication::exec();
}
