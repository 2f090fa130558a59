// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Many clients, a few at a time, connect over every kind of pipe. Each is served, and none gets
// the data of another one.

#include "testsupport/testsupport.h"
#include "testsupport/win/rawpipe.h"

#include <QtInterprocess/NamedPipeServer>
#include <QtInterprocess/NamedPipeSocket>

#include <QtCore/qset.h>
#include <QtTest/qsignalspy.h>

using namespace QtInterprocess;
using namespace TestSupport;

constexpr int Clients = 80;
constexpr int AtATime = 6;

class tst_NamedPipeStorm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ownClients_areServed_data();
    void ownClients_areServed();
    void foreignClients_areServed_data();
    void foreignClients_areServed();
};

static QByteArray greeting(int number)
{
    return "I am number " + QByteArray::number(number);
}

static void addKinds()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<int>("direction");
    const std::pair<const char *, NamedPipeMode> modes[] = { { "bytes", NamedPipeMode::Bytes },
                                                             { "messages", NamedPipeMode::Messages } };
    const std::pair<const char *, NamedPipeDirection> directions[] = { { "duplex", NamedPipeDirection::Duplex },
                                                                       { "inbound", NamedPipeDirection::Inbound },
                                                                       { "outbound", NamedPipeDirection::Outbound } };
    for (const auto &mode : modes) {
        for (const auto &direction : directions)
            QTest::addRow("%s %s", mode.first, direction.first) << int(mode.second) << int(direction.second);
    }
}

static NamedPipeOptions optionsOfRow()
{
    QFETCH(const int, mode);
    QFETCH(const int, direction);
    NamedPipeOptions options;
    options.setMode(NamedPipeMode(mode));
    options.setDirection(NamedPipeDirection(direction));
    return options;
}

// A server that answers each client once. It sends "hello " and the client's text; to clients
// that cannot write, it sends a number of its own. Then it closes, unless the client closes
// first.
class Desk
{
public:
    explicit Desk(NamedPipeDirection direction) : m_direction(direction)
    {
        QObject::connect(&server, &NamedPipeServer::newConnection, &server, [this] { serve(); });
    }

    NamedPipeServer server;
    QList<QByteArray> heard; // from all clients
    int served = 0;

private:
    void serve()
    {
        NamedPipeSocket *const socket = server.nextPendingConnection();
        ++served;
        QObject::connect(socket, &NamedPipeSocket::disconnected, socket, &QObject::deleteLater);
        if (m_direction == NamedPipeDirection::Outbound) {
            socket->write(greeting(served));
            socket->close();
            return;
        }
        QObject::connect(socket, &NamedPipeSocket::readyRead, socket, [this, socket] {
            const QByteArray question = socket->readAll();
            heard.append(question);
            if (m_direction == NamedPipeDirection::Duplex) {
                socket->write("hello " + question);
                socket->close();
            }
        });
    }

    const NamedPipeDirection m_direction;
};

// Runs one client after the other until all numbers are used.
class Visitor : public QObject
{
public:
    Visitor(const QString &name, NamedPipeDirection direction, int &next, QList<QByteArray> &answers)
        : m_name(name),
          m_direction(direction),
          m_next(next),
          m_answers(answers)
    {
        visit();
    }

    bool isDone() const { return m_done; }
    Error error;

private:
    void visit()
    {
        if (m_next == Clients) {
            m_done = true;
            return;
        }
        m_number = m_next++;
        m_socket = std::make_unique<NamedPipeSocket>();
        connect(m_socket.get(), &NamedPipeSocket::errorOccurred, this, [this](const Error &what) { error = what; });
        connect(m_socket.get(), &NamedPipeSocket::disconnected, this, &Visitor::ended, Qt::QueuedConnection);
        if (m_direction == NamedPipeDirection::Outbound) {
            m_socket->connectToServer(m_name, QIODevice::ReadOnly);
            return;
        }
        const bool duplex = m_direction == NamedPipeDirection::Duplex;
        m_socket->connectToServer(m_name, duplex ? QIODevice::ReadWrite : QIODevice::WriteOnly);
        m_socket->write(greeting(m_number));
        if (!duplex) // a client that only writes closes the connection
            connect(m_socket.get(), &NamedPipeSocket::bytesWritten, m_socket.get(), [this] { m_socket->close(); });
    }

    void ended()
    {
        m_answers.append(m_direction == NamedPipeDirection::Inbound ? QByteArray() : m_socket->readAll());
        if (m_direction == NamedPipeDirection::Duplex && m_answers.last() != "hello " + greeting(m_number))
            error = Error(Error::OtherError, 0, QStringLiteral("hear"), QString::fromLatin1(m_answers.last()));
        visit();
    }

    const QString m_name;
    const NamedPipeDirection m_direction;
    int &m_next;
    QList<QByteArray> &m_answers;
    std::unique_ptr<NamedPipeSocket> m_socket;
    int m_number = 0;
    bool m_done = false;
};

static QSet<QByteArray> toSet(const QList<QByteArray> &list)
{
    return QSet<QByteArray>(list.begin(), list.end());
}

// Tells whether each number from first on was received once.
static bool areAllGreetings(const QList<QByteArray> &heard, int first)
{
    QSet<QByteArray> expected;
    for (int i = 0; i < Clients; ++i)
        expected.insert(greeting(first + i));
    return heard.size() == Clients && toSet(heard) == expected;
}

void tst_NamedPipeStorm::ownClients_areServed_data()
{
    addKinds();
}

void tst_NamedPipeStorm::ownClients_areServed()
{
    const NamedPipeOptions options = optionsOfRow();
    const QString name = uniqueName();
    Desk desk(options.direction());
    QVERIFY(desk.server.listen(name, options));
    QSignalSpy failed(&desk.server, &NamedPipeServer::errorOccurred);
    int next = 0;
    QList<QByteArray> answers;
    std::vector<std::unique_ptr<Visitor>> visitors;
    for (int i = 0; i < AtATime; ++i)
        visitors.push_back(std::make_unique<Visitor>(name, options.direction(), next, answers));
    QVERIFY(spinUntil(
        [&] { return std::all_of(visitors.begin(), visitors.end(), [](const auto &v) { return v->isDone(); }); }));
    for (const auto &visitor : visitors)
        QVERIFY2(!visitor->error, qPrintable(visitor->error.message()));
    QVERIFY(
        spinUntil([&] { return options.direction() == NamedPipeDirection::Outbound || desk.heard.size() == Clients; }));
    QCOMPARE(desk.served, Clients);
    QCOMPARE(failed.count(), 0);
    if (options.direction() == NamedPipeDirection::Outbound)
        QVERIFY(areAllGreetings(answers, 1));
    else
        QVERIFY(areAllGreetings(desk.heard, 0));
}

void tst_NamedPipeStorm::foreignClients_areServed_data()
{
    addKinds();
}

// Runs one blocking client and returns the data that it received.
static QByteArray visitBlocking(const QString &path, NamedPipeDirection direction, int number)
{
    const bool asks = direction != NamedPipeDirection::Outbound;
    const bool listens = direction != NamedPipeDirection::Inbound;
    const OwnedHandle client = Raw::openPatiently(
        path, (asks ? GENERIC_WRITE : 0) | (listens ? GENERIC_READ | FILE_WRITE_ATTRIBUTES : 0));
    if (!client || (asks && !Raw::write(client, greeting(number))))
        return "failed: " + QByteArray::number(int(::GetLastError()));
    return listens ? Raw::readToEnd(client).data : QByteArray();
}

void tst_NamedPipeStorm::foreignClients_areServed()
{
    const NamedPipeOptions options = optionsOfRow();
    const QString name = uniqueName();
    Desk desk(options.direction());
    QVERIFY(desk.server.listen(name, options));
    std::atomic<int> next { 0 };
    std::vector<QByteArray> answers(Clients);
    std::vector<std::unique_ptr<Worker>> workers;
    for (int i = 0; i < AtATime; ++i) {
        workers.push_back(std::make_unique<Worker>([&] {
            for (int number = next++; number < Clients; number = next++)
                answers[size_t(number)] = visitBlocking(Raw::path(name), options.direction(), number);
        }));
        workers.back()->start();
    }
    QVERIFY(spinUntil(
        [&] { return std::all_of(workers.begin(), workers.end(), [](const auto &w) { return w->isFinished(); }); }));
    for (const auto &worker : workers)
        QVERIFY(worker->join());
    QVERIFY(spinUntil([&] { return desk.served == Clients; }));
    switch (options.direction()) {
    case NamedPipeDirection::Duplex:
        for (int i = 0; i < Clients; ++i)
            QCOMPARE(answers[size_t(i)], "hello " + greeting(i));
        break;
    case NamedPipeDirection::Inbound:
        QVERIFY(spinUntil([&] { return desk.heard.size() == Clients; }));
        QVERIFY(areAllGreetings(desk.heard, 0));
        break;
    case NamedPipeDirection::Outbound:
        QVERIFY(areAllGreetings(QList<QByteArray>(answers.begin(), answers.end()), 1));
        break;
    }
}

QTEST_GUILESS_MAIN(tst_NamedPipeStorm)
#include "tst_namedpipestorm.moc"
