// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests handles and credentials with a Python program that does not use this library.

#include "testsupport/testsupport.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qstandardpaths.h>

#include <memory>

#include <fcntl.h>
#include <unistd.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_ForeignHandles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void pythonSends();
    void pythonReceives();
    void pythonExchangesMessages();
    void rightsAndCredentialsInOneMessage();

private:
    bool meet(const char *mode);
    QByteArray lastWords();

    QString m_python;
    QTemporaryDir m_folder;
    std::unique_ptr<UnixServer> m_server;
    std::unique_ptr<UnixSocket> m_socket;
    std::unique_ptr<Peer> m_peer;
};

// Creates the reading end of a pipe that holds the number as text, as the Python script does.
static OwnedHandle numbered(int number)
{
    int ends[2] = { -1, -1 };
    if (!Raw::pipe(ends))
        return {};
    const OwnedHandle writing(ends[1]);
    OwnedHandle reading(ends[0]);
    const QByteArray text = QByteArray::number(number);
    return ::write(ends[1], text.constData(), size_t(text.size())) == text.size() ? std::move(reading) : OwnedHandle();
}

static std::vector<OwnedHandle> numbered(int first, int count)
{
    std::vector<OwnedHandle> handles;
    for (int i = 0; i < count; ++i)
        handles.push_back(numbered(first + i));
    return handles;
}

static QByteArray numbersOf(const std::vector<OwnedHandle> &handles)
{
    QByteArrayList numbers;
    for (const OwnedHandle &handle : handles) {
        char text[20];
        const ssize_t count = ::read(int(handle.get()), text, sizeof text);
        numbers += QByteArray(text, int(qMax<ssize_t>(count, 0)));
    }
    return numbers.join(' ');
}

static QByteArray range(int first, int count)
{
    QByteArrayList numbers;
    for (int i = 0; i < count; ++i)
        numbers += QByteArray::number(first + i);
    return numbers.join(' ');
}

void tst_ForeignHandles::initTestCase()
{
    m_python = QStandardPaths::findExecutable(QStringLiteral("python3"));
    QVERIFY2(!m_python.isEmpty(), "python3 is missing: install it, or set QTINTERPROCESS_ECOSYSTEM_TESTS to OFF");
}

void tst_ForeignHandles::init()
{
    m_server = std::make_unique<UnixServer>();
    QVERIFY(m_server->listen(UnixAddress::fromPath(m_folder.filePath(QStringLiteral("s")))));
    connect(m_server.get(), &UnixServer::newConnection, this, [this] {
        m_socket.reset(m_server->nextPendingConnection());
        m_socket->setMaximumPendingHandles(1000);
        m_socket->setReceivesCredentials(true); // on systems that have credential messages
    });
}

void tst_ForeignHandles::cleanup()
{
    m_socket.reset();
    m_server.reset();
    m_peer.reset();
}

bool tst_ForeignHandles::meet(const char *mode)
{
    const QStringList arguments { QStringLiteral(FOREIGN_HANDLES_SCRIPT), QString::fromLatin1(mode),
                                  m_folder.filePath(QStringLiteral("s")) };
    m_peer = std::make_unique<Peer>(arguments, m_python);
    return spinUntil([this] { return bool(m_socket); });
}

// Returns the whole output after the program has ended without an error.
QByteArray tst_ForeignHandles::lastWords()
{
    if (!spinUntil([this] { return m_peer->process.state() == QProcess::NotRunning; }))
        return "still running";
    m_peer->output += m_peer->process.readAllStandardOutput();
    return m_peer->process.exitCode() == 0 ? m_peer->output : "failed: " + m_peer->output;
}

void tst_ForeignHandles::pythonSends()
{
    QVERIFY(meet("send"));
    QVERIFY(spinUntil([this] { return m_socket->state() == Device::State::Closed; }));
    QCOMPARE(m_socket->readAll(), QByteArray("onethreemanynone"));
    QCOMPARE(numbersOf(m_socket->takeHandles()), range(0, 257));
    QCOMPARE(lastWords(), QByteArray());
}

void tst_ForeignHandles::pythonReceives()
{
    QVERIFY(meet("receive"));
    // Python reads until the next handles. Each message therefore waits until the script has
    // reported the previous one.
    const auto exchange = [this](const QByteArray &data, int first, int count, const QByteArray &answer) {
        m_socket->write(data, numbered(first, count));
        m_socket->waitForBytesWritten(5000);
        return m_peer->waitForLine(answer);
    };
    QVERIFY(exchange("one", 0, 1, "one: 0"));
    QVERIFY(exchange("three", 1, 3, "three: 1 2 3"));
    QVERIFY(exchange("many", 4, 253, "many: " + range(4, 253)));
    // The handles go out in two groups. The first group travels with one byte of its own.
    QVERIFY(exchange("split", 1000, 254, "plit: 1253"));
    QVERIFY(m_peer->output.contains("\ns: " + range(1000, 253) + '\n'));
    m_socket->write("none");
    m_socket->close();
    QVERIFY(lastWords().endsWith("\nnone: \n"));
}

void tst_ForeignHandles::pythonExchangesMessages()
{
    QVERIFY(meet("messages"));
    MessageChannel channel(m_socket.get());
    channel.setMaximumHandles(2);
    QByteArrayList received;
    connect(&channel, &MessageChannel::messageReceived, this,
            [&](const QByteArray &message) { received += message + ": " + numbersOf(channel.takeHandles()); });
    QVERIFY(channel.send("plain"));
    QVERIFY(channel.send("two", numbered(0, 2)));
    QVERIFY(channel.send(QByteArray(100'000, 'x'), numbered(2, 1)));
    QVERIFY(channel.send("split", numbered(1000, 254)));
    QVERIFY(channel.send("your turn"));
    QVERIFY(channel.waitForSent());
    QVERIFY(m_peer->waitForLine("plain: "));
    QVERIFY(m_peer->waitForLine("two: 0 1"));
    QVERIFY(m_peer->waitForLine(QByteArray(100'000, 'x') + ": 2"));
    QVERIFY(m_peer->waitForLine("split: " + range(1000, 254)));
    QVERIFY(m_peer->waitForLine("your turn: "));
    QVERIFY(spinUntil([&] { return received.size() == 5; }));
    QCOMPARE(received, QByteArrayList({ "one: 0", "parts: 1", "pair: 2 3", "none: ", "last: 4" }));
    QVERIFY(spinUntil([&] { return channel.isFinished(); }));
    QVERIFY(!channel.error());
    QVERIFY(!lastWords().startsWith("failed"));
}

void tst_ForeignHandles::rightsAndCredentialsInOneMessage()
{
    QVERIFY(meet("credentials"));
    QVERIFY(m_peer->waitForLine("READY"));
    QVERIFY(spinUntil([this] { return m_socket->bytesAvailable() == 4; }));
    QCOMPARE(numbersOf(m_socket->takeHandles()), QByteArray("0"));
    if (m_socket->receivesCredentials()) {
        QVERIFY(m_socket->senderCredentials());
        QCOMPARE(m_socket->senderCredentials()->processId(), m_peer->processId());
        QCOMPARE(m_socket->senderCredentials()->userId(), quint32(::geteuid()));
    }
    m_socket->write("back", numbered(5, 2));
    m_socket->close();
    const QByteArray words = lastWords();
    QVERIFY2(words.endsWith("back: 5 6 from " + QByteArray::number(qint64(::getpid())) + '\n'), words.constData());
}

QTEST_GUILESS_MAIN(tst_ForeignHandles)
#include "tst_foreignhandles.moc"
