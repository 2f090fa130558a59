// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "programsession.h"

#include <QtInterprocess/ChildHandles>

#include <QtCore/qcoreapplication.h>

#include <functional>

using namespace QtInterprocess;

static QProcessEnvironment environmentFor(const PeerCredentials &peer)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const auto set = [&](const char *name, const QString &value) { environment.insert(QLatin1String(name), value); };
    set("QTIPC_PEER_PID", peer.processId() ? QString::number(*peer.processId()) : QString());
    set("QTIPC_PEER_UID", peer.userId() ? QString::number(*peer.userId()) : QString());
    set("QTIPC_PEER_SID", peer.securityId().value_or(QString()));
    return environment;
}

ProgramSession::ProgramSession(std::unique_ptr<LocalSocket> socket, const QStringList &command, const Manner &manner,
                               Reporter &reporter)
    : m_socket(std::move(socket)),
      m_manner(manner),
      m_reporter(reporter)
{
    m_process.setProgram(command.first());
    m_process.setArguments(command.mid(1));
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.setProcessEnvironment(environmentFor(m_socket->peerCredentials()));
    connect(&m_process, &QProcess::started, this, &ProgramSession::started);
    connect(&m_process, &QProcess::finished, this, &ProgramSession::programEnded);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            failedToStart();
    });
}

ProgramSession::~ProgramSession()
{
    m_process.disconnect(this); // the destructor of QProcess kills a running program
}

void ProgramSession::start()
{
    Conversation::Ends ends { std::make_unique<PipeReader>(), std::make_unique<PipeWriter>() };
    ChildHandles handles;
    handles.add(ends.out->createPipe(), 0);
    handles.add(ends.in->createPipe(), 1);
    m_conversation = Conversation::create(*m_socket, m_manner, std::move(ends), m_reporter);
    m_conversation->closeAfterInput();
    m_conversation->allowEarlyEndOfOutput();
    connect(m_conversation.get(), &Conversation::over, this, &ProgramSession::endIfDone);
    m_conversation->sendInput();
    handles.start(m_process);
}

void ProgramSession::started()
{
    const qint64 id = m_process.processId();
    m_reporter.report(QStringLiteral("started"), QStringLiteral("started: pid %1").arg(id),
                      { { QStringLiteral("pid"), id } });
}

void ProgramSession::failedToStart()
{
    m_exitCode = int(m_reporter.error(
        Error(Error::NotFound, 0, QStringLiteral("start"), m_process.program(), m_process.errorString())));
    m_socket->close();
    endIfDone();
}

void ProgramSession::programEnded(int code, QProcess::ExitStatus status)
{
    m_exitCode = status == QProcess::CrashExit ? 128 + code : code;
    m_reporter.report(QStringLiteral("ended"), QStringLiteral("ended with %1").arg(m_exitCode),
                      { { QStringLiteral("exit"), m_exitCode } });
    endIfDone();
}

void ProgramSession::endIfDone()
{
    if (m_process.state() == QProcess::NotRunning && m_conversation->isOver())
        Q_EMIT over();
}

static std::unique_ptr<ProgramSession> nextSession(LocalServer &server, const ProgramOptions &options,
                                                   const Manner &manner, Reporter &reporter)
{
    std::unique_ptr<LocalSocket> socket(server.nextPendingConnection());
    socket->setParent(nullptr);
    reporter.peer(QStringLiteral("connected"), socket->peerCredentials());
    return std::make_unique<ProgramSession>(std::move(socket), options.command, manner, reporter);
}

int serveOneByProgram(LocalServer &server, const ProgramOptions &options, const Manner &manner, Reporter &reporter)
{
    std::unique_ptr<ProgramSession> session;
    QObject::connect(&server, &LocalServer::newConnection, &server, [&] {
        if (session)
            return;
        session = nextSession(server, options, manner, reporter);
        server.close();
        QObject::connect(session.get(), &ProgramSession::over, qApp, &QCoreApplication::quit);
        session->start();
    });
    const int code = QCoreApplication::exec();
    (void)Device::drainAll(-1);
    return session ? session->exitCode() : code;
}

int serveAllByPrograms(LocalServer &server, const ProgramOptions &options, const Manner &manner, Reporter &reporter)
{
    int running = 0;
    std::function<void()> startSome;
    startSome = [&] {
        while (running < options.mostClients && server.hasPendingConnections()) {
            ProgramSession *const session = nextSession(server, options, manner, reporter).release();
            session->setParent(&server);
            ++running;
            QObject::connect(session, &ProgramSession::over, &server, [&, session] {
                session->deleteLater();
                --running;
                startSome();
            });
            session->start();
        }
    };
    QObject::connect(&server, &LocalServer::newConnection, &server, startSome);
    return QCoreApplication::exec();
}
