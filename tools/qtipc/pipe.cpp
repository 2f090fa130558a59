// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "commandline.h"

#include <QtInterprocess/ChildHandles>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>
#include <QtInterprocess/Pump>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qprocess.h>

using namespace QtInterprocess;

static void addPipeOptions(CommandParser &parser)
{
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsPositionalArguments); // options of COMMAND
    parser.addPositionalArgument(QStringLiteral("COMMAND"), QStringLiteral("The program, and then its arguments."));
}

static bool startCommand(QProcess &process, QStringList command, PipeWriter &toChild, PipeReader &fromChild)
{
    process.setProgram(command.takeFirst());
    process.setArguments(command);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    ChildHandles handles;
    handles.add(toChild.createPipe(), 0);
    handles.add(fromChild.createPipe(), 1);
    handles.start(process);
    return process.waitForStarted(-1);
}

static int runPipe(const QCommandLineParser &parser, Reporter &reporter)
{
    const QStringList command = parser.positionalArguments();
    if (command.isEmpty())
        failUsage(QStringLiteral("pipe takes a COMMAND"));
    QProcess process;
    PipeWriter toChild;
    PipeReader fromChild;
    if (!startCommand(process, command, toChild, fromChild)) {
        return int(reporter.error(
            Error(Error::NotFound, 0, QStringLiteral("start"), process.program(), process.errorString())));
    }
    reporter.report(QStringLiteral("started"), QStringLiteral("started: pid %1").arg(process.processId()),
                    { { QStringLiteral("pid"), process.processId() } });

    const auto in = PipeReader::standardInput();
    const auto out = PipeWriter::standardOutput();
    Pump there(in.get(), &toChild);
    Pump back(&fromChild, out.get());
    for (Device *const source : { static_cast<Device *>(in.get()), static_cast<Device *>(&fromChild) })
        source->setReadBufferSize(MostWaiting);
    // A failed input counts as ended.
    QObject::connect(&there, &Pump::errorOccurred, &toChild, &Device::closeWriteChannel);
    QObject::connect(&back, &Pump::errorOccurred, out.get(), &Device::closeWriteChannel);
    reporter.showProgress([&] { return there.bytesTransferred() + back.bytesTransferred(); });
    if (in->state() == Device::State::Closed)
        toChild.close();
    QObject::connect(out.get(), &Device::disconnected, qApp, &QCoreApplication::quit);
    QCoreApplication::exec();
    if (!back.isFinished() || back.error())
        fromChild.abort(); // the reader of our output has closed, so close the child's output
    toChild.abort();
    process.waitForFinished(-1);
    reporter.summary(back.bytesTransferred(), there.bytesTransferred());
    if (process.exitStatus() == QProcess::CrashExit)
        return 128 + process.exitCode(); // 128 + the number of the signal, as in shells
    return process.exitCode();
}

const Command pipeCommand {
    "pipe",
    "runs a program with pipes of this library as its standard input and output",
    "[--] COMMAND [ARGUMENT...]",
    R"(  qtipc pipe -- sort -u <names
  qtipc pipe --json -- tar cz folder >folder.tar.gz
The output of the program is written unchanged, including control sequences. The
exit status is that of the program; 128 plus the number of the signal if one ended
it; 3 if it could not be started.
)",
    addPipeOptions,
    runPipe,
};
