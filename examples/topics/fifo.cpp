// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A FIFO file: one end reads commands, the other one writes one.

#include <QtInterprocess/Fifo>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qtemporarydir.h>

#include <cstdio>

using namespace QtInterprocess;

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("commands"));

    //! [reader]
    if (const Error error = Fifo::create(path))
        qFatal("%s", qPrintable(error.message()));
    Fifo commands(path);
    commands.setKeepOpen(true); // writers come and go
    commands.setRemoveOnClose(true);
    QObject::connect(&commands, &Fifo::readyRead, &app, [&commands] {
        while (commands.canReadLine())
            std::printf("%s\n", commands.readLine().trimmed().constData());
        QCoreApplication::quit();
    });
    commands.open(Fifo::ReadOnly);
    //! [reader]

    //! [writer]
    Fifo writer(path); // like: echo reload >commands
    writer.open(Fifo::WriteOnly);
    writer.write("reload\n"); // kept until the reader has opened the file
    writer.close(); // delivers it
    //! [writer]
    return app.exec();
}
