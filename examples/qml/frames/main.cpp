// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

/*
    frames-qml [NAME] [--no-drawing] [--status] [--screenshot FILE]: shows the frames of
    frames-producer as they arrive.

    Start and stop the producer at any time. With --status the program prints a line each second.
    With --screenshot it saves a picture when it is asked to end, by Ctrl-C or SIGTERM.
*/

#include "frameitem.h"

#include <QtInterprocess/Termination>

#include <QtCore/qcommandlineparser.h>
#include <QtGui/qguiapplication.h>
#include <QtQml/qqmlapplicationengine.h>
#include <QtQuick/qquickwindow.h>

#include <cstdio>

using namespace QtInterprocess;

int main(int argc, char **argv)
{
    Termination termination;
    QGuiApplication app(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption screenshot(QStringLiteral("screenshot"),
                                        QStringLiteral("Makes a picture of the window at the end."),
                                        QStringLiteral("FILE"));
    const QCommandLineOption status(QStringLiteral("status"), QStringLiteral("Prints a line each second."));
    const QCommandLineOption noDrawing(QStringLiteral("no-drawing"), QStringLiteral("Only receives frames at first."));
    parser.addOptions({ noDrawing, screenshot, status });
    parser.addHelpOption();
    parser.addPositionalArgument(QStringLiteral("NAME"), QStringLiteral("The name of the producer."));
    parser.process(app);
    const QString name = parser.positionalArguments().value(0, QStringLiteral("org.qtinterprocess.frames"));

    QQmlApplicationEngine engine;
    engine.setInitialProperties(
        { { QStringLiteral("serverName"), name }, { QStringLiteral("isDrawing"), !parser.isSet(noDrawing) } });
    engine.load(QUrl(QStringLiteral("qrc:/Frames/Main.qml")));
    if (engine.rootObjects().isEmpty())
        return 1;
    auto *const window = qobject_cast<QQuickWindow *>(engine.rootObjects().first());
    if (parser.isSet(screenshot)) {
        QObject::connect(&termination, &Termination::requested, window,
                         [&] { window->grabWindow().save(parser.value(screenshot)); });
    }
    auto *const frames = window->findChild<FrameItem *>();
    if (parser.isSet(status)) {
        QObject::connect(frames, &FrameItem::statusChanged, frames, [frames] {
            if (!frames->isConnected() || frames->rate() == 0)
                return;
            std::printf("%d x %d, %d frames in a second, %d skipped; processor: producer %.1f %%, window %.1f %%\n",
                        frames->frameSize().width(), frames->frameSize().height(), frames->rate(), frames->skipped(),
                        frames->producerLoad(), frames->ownLoad());
            std::fflush(stdout);
        });
    }
    return QGuiApplication::exec();
}
