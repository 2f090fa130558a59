// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Compares what a person reads after real failures. docs/errors.md has the same examples.

#include "testsupport/instances.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/Fifo>
#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/ProcessWatcher>
#include <QtInterprocess/Signals>
#include <QtInterprocess/SingleInstance>
#include <QtInterprocess/UnixAddress>
#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qbuffer.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <cerrno>
#include <functional>
#include <memory>

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_ErrorMessages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void failure_saysWhatWasTriedAndWhy_data();
    void failure_saysWhatWasTriedAndWhy();
    void connectWithoutPermission_saysSo();
    void primaryThatHangs_isNamedWithItsProcess();
    void requestToNoSecondary_namesTheCheck();

private:
    using Test = tst_ErrorMessages;
    using Fail = std::function<Error(const Test &)>;

    static void row(const char *title, const char *message, const Fail &fail);
    static void addConnectingRows();
    static void addListeningRows();
    static void addFileAndMessageRows();
    static void addProcessRows();

    QString path(const char *name) const { return m_dir->path() + QLatin1Char('/') + QLatin1String(name); }
    LocalName name(const char *file) const { return LocalName::path(path(file)); }

    std::unique_ptr<QTemporaryDir> m_dir;
};

Q_DECLARE_METATYPE(std::function<QtInterprocess::Error(const tst_ErrorMessages &)>)

void tst_ErrorMessages::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
}

static Error connectTo(const LocalName &name)
{
    LocalSocket client;
    client.connectToServer(name);
    (void)client.waitForConnected(5000);
    return client.error();
}

static Error listenOn(const LocalName &name)
{
    LocalServer server;
    (void)server.listen(name);
    return server.error();
}

static Error errorOf(const Device &device)
{
    (void)spinUntil([&] { return device.error().isError(); });
    return device.error();
}

static Error sendTo(const QString &path)
{
    UnixDatagramSocket sender;
    (void)sender.open();
    (void)sender.writeDatagram("lost", UnixAddress::fromPath(path));
    return errorOf(sender);
}

void tst_ErrorMessages::row(const char *title, const char *message, const Fail &fail)
{
    QTest::newRow(title) << fail << QString::fromLatin1(message);
}

void tst_ErrorMessages::addConnectingRows()
{
    row("connect, no server", "connect to \"%D/app\": no server has that name",
        [](const Test &test) { return connectTo(test.name("app")); });
    row("connect, left file",
        "connect to \"%D/app\": no server listens there; a server that ended may have left the file behind",
        [](const Test &test) {
            (void)Raw::leaveStaleSocket(QFile::encodeName(test.path("app")));
            return connectTo(test.name("app"));
        });
    row("connect, no socket", "connect to \"%D/file/app\": the name is not that of such a server (Not a directory)",
        [](const Test &test) {
            (void)Raw::writeFile(QFile::encodeName(test.path("file")), "text");
            return connectTo(test.name("file/app"));
        });
    row("send, no socket", "write to \"%D/app\": no socket has that name",
        [](const Test &test) { return sendTo(test.path("app")); });
    row("send, left file",
        "write to \"%D/app\": no socket receives there; a program that ended may have left the file behind",
        [](const Test &test) {
            (void)Raw::serve(QFile::encodeName(test.path("app")), -1, SOCK_DGRAM); // closed at once
            return sendTo(test.path("app"));
        });
}

void tst_ErrorMessages::addListeningRows()
{
    row("listen, name in use", "listen on \"%D/app\": the name is in use by process %P", [](const Test &test) {
        LocalServer first;
        (void)first.listen(test.name("app"));
        return listenOn(test.name("app"));
    });
    row("listen, no folder", "listen on \"%D/none/app\": the folder does not exist; create it first",
        [](const Test &test) { return listenOn(test.name("none/app")); });
    row("listen, not a socket", "listen on \"%D/app\": the file is not a socket and is unchanged; use another name",
        [](const Test &test) {
            (void)Raw::writeFile(QFile::encodeName(test.path("app")), "text");
            return listenOn(test.name("app"));
        });
    row("listen, no name", "listen on: the name is empty", [](const Test &) { return listenOn(LocalName()); });
    row("listen twice", "listen on \"%D/app\": the server is already listening; call close() first",
        [](const Test &test) {
            LocalServer server;
            (void)server.listen(test.name("app"));
            (void)server.listen(test.name("app"));
            return server.error();
        });
}

void tst_ErrorMessages::addFileAndMessageRows()
{
    row("open, no FIFO", "open \"%D/fifo\": there is no such FIFO", [](const Test &test) {
        Fifo fifo(test.path("fifo"));
        (void)fifo.open(QIODevice::ReadOnly);
        return errorOf(fifo);
    });
    row("open, another file", "open \"%D/file\": the file is not a FIFO and is unchanged; use another name",
        [](const Test &test) {
            (void)Raw::writeFile(QFile::encodeName(test.path("file")), "text");
            Fifo fifo(test.path("file"));
            (void)fifo.open(QIODevice::ReadOnly);
            return errorOf(fifo);
        });
    row("create, file exists", "create \"%D/file\": a file with that name already exists", [](const Test &test) {
        (void)Raw::writeFile(QFile::encodeName(test.path("file")), "text");
        return Fifo::create(test.path("file"));
    });
    row("send, too large", "send a message: the message has 4 bytes, the limit is 3", [](const Test &) {
        QBuffer buffer;
        (void)buffer.open(QIODevice::ReadWrite);
        MessageChannel channel(&buffer);
        channel.setMaximumMessageSize(3);
        (void)channel.send("four");
        return channel.error();
    });
    row("wait, timeout", "wait for a connection: timed out", [](const Test &test) {
        LocalServer server;
        (void)server.listen(test.name("app"));
        (void)server.waitForNewConnection(10);
        return server.error();
    });
}

void tst_ErrorMessages::addProcessRows()
{
    row("write, peer closed", "write to: the peer closed the connection", [](const Test &) {
        auto pair = UnixSocket::createPair();
        pair.second.reset();
        (void)pair.first->write("x");
        return errorOf(*pair.first);
    });
    row("watch, no process", "watch the process \"2147483632\": no process has that ID", [](const Test &) {
        ProcessWatcher watcher;
        (void)watcher.watch(2147483632);
        return watcher.error();
    });
    row("signal, no process", "send SIGTERM to \"2147483632\": no process has that ID",
        [](const Test &) { return Signals::send(2147483632, SIGTERM); });
    if (!LocalName::isSupported(LocalName::Kind::Namespaced)) // other systems have other limits
        return;
    row("listen, name too long", "listen on \"%D/%X\": the name has 300 bytes, the limit here is 255",
        [](const Test &test) { return listenOn(test.name(QByteArray(300, 'x').constData())); });
    row("connect, abstract", "connect to \"@qtinterprocess-nobody\": no server listens on that name",
        [](const Test &) { return connectTo(LocalName::namespaced(QStringLiteral("qtinterprocess-nobody"))); });
}

// %D is the folder, %P is this process, and %E the system's text.
void tst_ErrorMessages::failure_saysWhatWasTriedAndWhy_data()
{
    QTest::addColumn<Fail>("fail");
    QTest::addColumn<QString>("message");
    addConnectingRows();
    addListeningRows();
    addFileAndMessageRows();
    addProcessRows();
}

void tst_ErrorMessages::failure_saysWhatWasTriedAndWhy()
{
    QFETCH(const Fail, fail);
    QFETCH(QString, message);
    message.replace(QLatin1String("%D"), m_dir->path());
    message.replace(QLatin1String("%P"), QString::number(QCoreApplication::applicationPid()));
    message.replace(QLatin1String("%E"), qt_error_string(ENOTDIR));
    message.replace(QLatin1String("%X"), QString(300, QLatin1Char('x')));
    QCOMPARE(fail(*this).message(), message);
}

// Root may do everything, so it is another user while it connects.
void tst_ErrorMessages::connectWithoutPermission_saysSo()
{
    LocalServer server;
    QVERIFY(server.listen(name("app")));
    QCOMPARE(::chmod(QFile::encodeName(path("app")).constData(), 0), 0);
    QCOMPARE(::chmod(QFile::encodeName(m_dir->path()).constData(), 0755), 0);
    const bool isRoot = ::geteuid() == 0;
    QVERIFY(!isRoot || ::seteuid(65534) == 0);
    const Error error = connectTo(name("app"));
    QVERIFY(!isRoot || ::seteuid(0) == 0);
    QCOMPARE(error.message(),
             QStringLiteral("connect to \"%1\": this user may not connect to the server (%2)")
                 .arg(path("app"), qt_error_string(EACCES)));
}

void tst_ErrorMessages::primaryThatHangs_isNamedWithItsProcess()
{
    const QString id = uniqueName();
    Instance primary(id, { QStringLiteral("hang") });
    QVERIFY(primary.start().is("primary"));
    SingleInstance::Options options;
    options.setTimeout(200);
    const SingleInstance secondary(id, options);
    QCOMPARE(secondary.error().message(),
             QStringLiteral("forward to \"%1\": the primary (process %2) does not respond")
                 .arg(id)
                 .arg(primary.process.processId()));
}

void tst_ErrorMessages::requestToNoSecondary_namesTheCheck()
{
    const QString id = uniqueName();
    SingleInstance primary(id);
    (void)primary.forward();
    QCOMPARE(primary.error().message(),
             QStringLiteral("forward to \"%1\": this instance is not a secondary; check role() first").arg(id));
}

QTEST_GUILESS_MAIN(tst_ErrorMessages)
#include "tst_errormessages.moc"
