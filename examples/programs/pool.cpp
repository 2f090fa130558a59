// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Computes the SHA-256 of files in a pool of worker processes.
//
// The workers are this program itself, and receive file names by their standard input. If a worker
// crashes, only its file is lost, and another worker takes its place.

#include <QtInterprocess/ChildHandles>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/PipeSocket>
#include <QtInterprocess/Termination>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcryptographichash.h>
#include <QtCore/qfile.h>
#include <QtCore/qprocess.h>

#include <cstdio>
#include <memory>
#include <vector>

using namespace QtInterprocess;

namespace {

constexpr int Workers = 4;

void say(const QString &text)
{
    std::printf("%s\n", qPrintable(text));
    std::fflush(stdout);
}

struct Worker
{
    QProcess process;
    PipeSocket socket;
    MessageChannel channel { &socket };
    QString file; // its current job; empty if there is none
};

class Pool : public QObject
{
public:
    explicit Pool(const QStringList &files) : m_files(files) { }

    void startWorker()
    {
        m_workers.push_back(std::make_unique<Worker>());
        Worker *const worker = m_workers.back().get();
        connect(&worker->channel, &MessageChannel::messageReceived, this, [this, worker](const QByteArray &result) {
            say(worker->file + QLatin1String(": ") + QString::fromUtf8(result));
            giveJob(worker);
        });
        connect(&worker->channel, &MessageChannel::finished, this, [this, worker] { workerEnded(worker); });

        PipeHandles peer = worker->socket.createPeer();
        ChildHandles handles;
        handles.add(std::move(peer.reader), 0); // the standard input of the worker
        handles.add(std::move(peer.writer), 1);
        worker->process.setProgram(QCoreApplication::applicationFilePath());
        worker->process.setArguments({ QStringLiteral("--worker") });
        worker->process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        handles.start(worker->process);
        ++m_running;
        giveJob(worker);
        say(QStringLiteral("worker %1: %2").arg(worker->process.processId()).arg(worker->file));
    }

    // Ends the workers, and returns the exit code of the program.
    int result()
    {
        for (const auto &worker : m_workers) {
            worker->socket.close();
            worker->process.waitForFinished();
        }
        return m_lost == 0 ? 0 : 1;
    }

private:
    void giveJob(Worker *worker)
    {
        worker->file = m_files.isEmpty() ? QString() : m_files.takeFirst();
        if (worker->file.isEmpty())
            worker->channel.close(); // the worker reads the end of its input, and ends
        else
            worker->channel.send(worker->file.toUtf8());
    }

    void workerEnded(Worker *worker)
    {
        --m_running;
        if (!worker->file.isEmpty()) {
            ++m_lost;
            say(worker->file + QLatin1String(": the worker has ended"));
        }
        if (!m_files.isEmpty())
            startWorker();
        else if (m_running == 0)
            QCoreApplication::quit();
    }

    QStringList m_files;
    std::vector<std::unique_ptr<Worker>> m_workers;
    int m_running = 0;
    int m_lost = 0;
};

// Runs in each worker: answers each file name with the hash of the file.
int work()
{
    const auto socket = PipeSocket::takeStandardInputOutput();
    MessageChannel channel(socket.get());
    while (const auto name = channel.receive(-1)) {
        QFile file(QString::fromUtf8(*name));
        QCryptographicHash hash(QCryptographicHash::Sha256);
        if (file.open(QIODevice::ReadOnly) && hash.addData(&file))
            channel.send(hash.result().toHex());
        else
            channel.send("error: " + file.errorString().toUtf8());
    }
    return socket->error() ? 1 : 0;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc == 2 && qstrcmp(argv[1], "--worker") == 0)
        return work();
    if (argc < 2) {
        std::fprintf(stderr, "Usage: pool FILE...\n");
        return 2;
    }
    Termination termination;
    const QStringList files = QCoreApplication::arguments().mid(1);
    Pool pool(files);
    for (int i = 0; i < qMin(Workers, int(files.size())); ++i)
        pool.startWorker();
    QCoreApplication::exec();
    return termination.exitStatus(pool.result());
}
