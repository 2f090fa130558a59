// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Keeps a worker process running: if the worker ends, the supervisor starts it again.
//
// The worker is this program itself. It reports over a private channel that it is ready. When the
// supervisor is asked to end, it asks the worker to end too, and kills it after 2 s.

#include <QtInterprocess/ChildHandles>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/ProcessWatcher>
#include <QtInterprocess/Termination>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qprocess.h>
#include <QtCore/qtimer.h>

#include <cstdio>

using namespace QtInterprocess;

namespace {

constexpr int GraceTime = 2000; // milliseconds
constexpr int RestartDelay = 100;

void say(const QString &text)
{
    std::printf("%s\n", qPrintable(text));
    std::fflush(stdout);
}

class Supervisor : public QObject
{
public:
    Supervisor()
    {
        connect(&m_process, &QProcess::finished, this, &Supervisor::workerHasEnded);
        m_process.setProcessChannelMode(QProcess::ForwardedChannels);
    }

    void start()
    {
        m_control = std::make_unique<LocalSocket>();
        m_channel = new MessageChannel(m_control.get(), m_control.get());
        connect(m_channel, &MessageChannel::messageReceived, this, [this](const QByteArray &message) {
            say(QStringLiteral("worker %1: %2").arg(m_workerId).arg(QString::fromUtf8(message)));
        });
        connect(m_channel, &MessageChannel::finished, this, &Supervisor::workerHasEnded);
        ChildHandles handles;
        handles.add(m_control->createPeer(), QStringLiteral("control"));
        m_process.setProgram(QCoreApplication::applicationFilePath());
        m_process.setArguments({ QStringLiteral("--worker") });
        handles.start(m_process);
        m_process.waitForStarted();
        m_workerId = m_process.processId();
        m_watcher.watch(m_workerId);
    }

    void stop()
    {
        m_isStopping = true;
        if (m_process.state() == QProcess::NotRunning || m_watcher.terminate(GraceTime))
            QCoreApplication::quit();
    }

private:
    // Its last messages may arrive after the process has ended.
    void workerHasEnded()
    {
        if (m_process.state() != QProcess::NotRunning || !m_channel->isFinished())
            return;
        say(QStringLiteral("worker has ended"));
        if (m_isStopping)
            QCoreApplication::quit();
        else
            QTimer::singleShot(RestartDelay, this, &Supervisor::start);
    }

    QProcess m_process;
    ProcessWatcher m_watcher;
    std::unique_ptr<LocalSocket> m_control;
    MessageChannel *m_channel = nullptr;
    qint64 m_workerId = 0;
    bool m_isStopping = false;
};

// Runs in the worker, which ends on request and when the supervisor ends.
int work()
{
    LocalSocket control;
    Error error;
    if (!control.adopt(ChildHandles::take(QStringLiteral("control"), &error))) {
        std::fprintf(stderr, "worker: %s\n", qPrintable((error ? error : control.error()).message()));
        return 1;
    }
    MessageChannel channel(&control);
    QObject::connect(&channel, &MessageChannel::finished, &channel, &QCoreApplication::quit, Qt::QueuedConnection);
    Termination termination;
    termination.setQuitsApplication(false);
    QObject::connect(&termination, &Termination::requested, &channel, [&channel] {
        channel.send("ending");
        channel.close();
    });
    channel.send("ready");
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc == 2 && qstrcmp(argv[1], "--worker") == 0)
        return work();
    Supervisor supervisor;
    Termination termination;
    termination.setQuitsApplication(false);
    QObject::connect(&termination, &Termination::requested, &supervisor, &Supervisor::stop);
    supervisor.start();
    return QCoreApplication::exec();
}
