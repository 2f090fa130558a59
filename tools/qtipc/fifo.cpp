// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "commandline.h"
#include "presentation.h"

#include <QtInterprocess/Fifo>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>
#include <QtInterprocess/Pump>

#include <QtCore/qcoreapplication.h>

using namespace QtInterprocess;

static void addFifoOptions(CommandParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("WHAT"), QStringLiteral("create, read, write or remove."));
    parser.addPositionalArgument(QStringLiteral("PATH"), QStringLiteral("The FIFO file."));
    parser.addOptions({
        { { QStringLiteral("k"), QStringLiteral("keep-open") },
          QStringLiteral("read: continues with the next writer when the last one has closed.") },
        { { QStringLiteral("m"), QStringLiteral("mode") },
          QStringLiteral("create: exactly these permissions; default 600."),
          QStringLiteral("OCTAL"),
          QStringLiteral("600") },
        { { QStringLiteral("t"), QStringLiteral("timeout") },
          QStringLiteral("read, write: how long to wait for the other side, in milliseconds; default -1 is forever."),
          QStringLiteral("MS"),
          QStringLiteral("-1") },
    });
    addOutputOptions(parser);
}

static QFileDevice::Permissions permissionsOf(const QCommandLineParser &parser)
{
    bool ok = false;
    const uint mode = parser.value(QStringLiteral("mode")).toUInt(&ok, 8);
    if (!ok || mode > 0777)
        failUsage(QStringLiteral("--mode takes permissions like 620"));
    QFileDevice::Permissions permissions;
    permissions.setFlag(QFileDevice::ReadOwner, mode & 0400);
    permissions.setFlag(QFileDevice::WriteOwner, mode & 0200);
    permissions.setFlag(QFileDevice::ReadGroup, mode & 0040);
    permissions.setFlag(QFileDevice::WriteGroup, mode & 0020);
    permissions.setFlag(QFileDevice::ReadOther, mode & 0004);
    permissions.setFlag(QFileDevice::WriteOther, mode & 0002);
    return permissions;
}

// Copies from the FIFO to standard output, or from standard input to the FIFO.
static int copy(Fifo &fifo, Device &other, bool reads, OutputStyle style, Reporter &reporter)
{
    Exit exit = Exit::Done;
    const auto fail = [&](const Error &error) {
        exit = reporter.error(error);
        QCoreApplication::quit();
    };
    if (other.state() == Device::State::Closed) {
        if (reads)
            return int(reporter.error(other.error()));
        fifo.close(); // there is no input
        return int(Exit::Done);
    }
    Device &from = reads ? static_cast<Device &>(fifo) : other;
    Device &to = reads ? other : static_cast<Device &>(fifo);
    from.setReadBufferSize(MostWaiting);
    Pump pump(&from, &to);
    pump.setTransform(presentedAs(style));
    QObject::connect(&fifo, &Device::errorOccurred, &reporter, fail);
    QObject::connect(&other, &Device::errorOccurred, &reporter, fail);
    QObject::connect(&to, &Device::disconnected, &reporter, [&] {
        if (!pump.isFinished() || pump.error()) // the reader has closed
            fail(Error(Error::PeerClosed, 0, QStringLiteral("write to"),
                       reads ? QStringLiteral("the standard output") : fifo.path()));
        else
            QCoreApplication::quit();
    });
    reporter.showProgress([&] { return pump.bytesTransferred(); });
    QCoreApplication::exec();
    reporter.summary(reads ? pump.bytesTransferred() : 0, reads ? 0 : pump.bytesTransferred());
    return int(exit);
}

static int runFifo(const QCommandLineParser &parser, Reporter &reporter)
{
    const QStringList arguments = parser.positionalArguments();
    if (arguments.size() != 2)
        failUsage(QStringLiteral("fifo takes WHAT and PATH"));
    const QString &what = arguments[0];
    const QString &path = arguments[1];
    const auto done = [&](const Error &error) { return int(error ? reporter.error(error) : Exit::Done); };
    if (what == QLatin1String("create"))
        return done(Fifo::create(path, permissionsOf(parser), Fifo::Umask::Ignored));
    if (what == QLatin1String("remove"))
        return done(Fifo::remove(path));
    const bool reads = what == QLatin1String("read");
    if (!reads && what != QLatin1String("write"))
        failUsage(QStringLiteral("WHAT is create, read, write or remove"));
    Fifo fifo(path);
    fifo.setKeepOpen(reads && parser.isSet(QStringLiteral("keep-open")));
    fifo.setConnectTimeout(numberOf(parser, QStringLiteral("timeout"), -1));
    fifo.open(reads ? Fifo::ReadOnly : Fifo::WriteOnly);
    if (reads)
        return copy(fifo, *PipeWriter::standardOutput(), true, outputStyleOf(parser), reporter);
    return copy(fifo, *PipeReader::standardInput(), false, {}, reporter);
}

const Command fifoCommand {
    "fifo",
    "creates, reads, writes or removes a FIFO file",
    "create|read|write|remove PATH",
    R"(  qtipc fifo create --mode 620 /run/user/1000/app.fifo
  qtipc fifo read --keep-open /run/user/1000/app.fifo
  date | qtipc fifo write --timeout 1000 /run/user/1000/app.fifo
)",
    addFifoOptions,
    runFifo,
};
