// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests SingleInstance, StandardInput and StandardOutput in separate QML programs.

#include "testsupport/testsupport.h"

#include <QtInterprocess/localname.h>

#include <QtCore/qdir.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qprocess.h>

#include <memory>

// A process that runs a QML file of programs/.
class Program
{
public:
    explicit Program(const QString &file, const QStringList &arguments = {}, const QString &directory = {})
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("QML_PROGRAM"), QStringLiteral(QML_SOURCES "/") + file);
        environment.insert(QStringLiteral("QML_PROGRAM_VARIABLE"), QStringLiteral("value"));
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        environment.insert(QStringLiteral("QT_QUICK_BACKEND"), QStringLiteral("software"));
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.setWorkingDirectory(directory);
        process.start(QStringLiteral(QML_PROGRAM), arguments);
        process.waitForStarted();
        m_id = process.processId();
    }

    ~Program()
    {
        process.kill();
        process.waitForFinished();
    }

    bool hasSaid(const QByteArray &line)
    {
        m_output += process.readAll();
        return ('\n' + m_output).contains('\n' + line + '\n');
    }

    bool says(const QByteArray &line)
    {
        return TestSupport::spinUntil([&] { return hasSaid(line); });
    }

    // Returns the exit code, or -1.
    int result()
    {
        if (!TestSupport::spinUntil([this] { return process.state() == QProcess::NotRunning; }))
            return -1;
        return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }

    void tell(const QByteArray &line) { process.write(line + '\n'); }

    qint64 id() const { return m_id; }

    QByteArray output()
    {
        m_output += process.readAll();
        return m_output;
    }

    QProcess process;

private:
    QByteArray m_output;
    qint64 m_id = 0;
};

class tst_QmlPrograms : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_directory = std::make_unique<TestSupport::PrivateRuntimeDirectory>(); }

    void secondary_neverShowsItsWindow_data();
    void secondary_neverShowsItsWindow();
    void request_hasWhatWasForwarded();
    void reply_hasCodeAndBytes();
    void replyOfAnotherType_isRefused();
    void handlerWithoutReply_answers0();
    void keptRequest_isAnsweredLater();
    void keptRequestThatIsCollected_isAnswered0();
    void requestWithoutHandler_waitsForOne();
    void forwardWithTimeout_mayBeRepeated();
    void window_isActivated();
    void takeOver_withConsent();
    void takeOver_isRefused();
    void succession();
    void instanceOfMain_isAnsweredInQml();
    void exampleViewer_opensInOneWindow();

private:
    std::unique_ptr<TestSupport::PrivateRuntimeDirectory> m_directory;
};

static const auto TheProgram = QStringLiteral("program.qml");

#define START_PRIMARY(name, ...) \
    Program name(TheProgram, { __VA_ARGS__ }); \
    QVERIFY2((name).says("primary true of 0"), (name).output().constData()); \
    QVERIFY((name).says("shown"))

void tst_QmlPrograms::secondary_neverShowsItsWindow_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("the window comes first") << QStringLiteral("window_before.qml");
    QTest::newRow("the window comes last") << QStringLiteral("window_after.qml");
    QTest::newRow("the window is the parent") << QStringLiteral("window_around.qml");
    if (QtInterprocess::LocalName::isSupported(QtInterprocess::LocalName::Kind::Namespaced))
        QTest::newRow("machine-wide, with bindings") << QStringLiteral("window_machine.qml");
}

void tst_QmlPrograms::secondary_neverShowsItsWindow()
{
    QFETCH(const QString, file);
    const QStringList arguments { TestSupport::uniqueName() };
    Program primary(file, arguments);
    QVERIFY2(primary.says("shown"), primary.output().constData());
    Program secondary(file, arguments);
    QCOMPARE(secondary.result(), 7);
    QCOMPARE(secondary.output(), QByteArray());
}

void tst_QmlPrograms::request_hasWhatWasForwarded()
{
    START_PRIMARY(primary, QStringLiteral("serve"));
    const QString directory = QDir(m_directory->path()).canonicalPath();
    Program secondary(TheProgram, { QStringLiteral("describe"), QStringLiteral("ä b") }, directory);
    QCOMPARE(secondary.result(), 0);
    QVERIFY(secondary.hasSaid("primary false of " + QByteArray::number(primary.id())));
    QVERIFY(!secondary.hasSaid("shown"));
    const QByteArray output = secondary.output();
    const auto request = QJsonDocument::fromJson(output.mid(output.indexOf('{')));
    QVERIFY2(request.isObject(), output.constData());
    QCOMPARE(request[QStringLiteral("arguments")].toArray(),
             QJsonArray({ QStringLiteral(QML_PROGRAM), QStringLiteral("describe"), QStringLiteral("ä b") }));
    QCOMPARE(request[QStringLiteral("workingDirectory")].toString(), directory);
    QCOMPARE(request[QStringLiteral("environment")].toObject(),
             QJsonObject({ { QStringLiteral("QML_PROGRAM_VARIABLE"), QStringLiteral("value") } }));
    QCOMPARE(request[QStringLiteral("payload")].toString(), QStringLiteral("päy"));
    QCOMPARE(request[QStringLiteral("bytes")].toArray(), QJsonArray({ 0x70, 0xc3, 0xa4, 0x79 }));
    QCOMPARE(request[QStringLiteral("processId")].toInteger(), secondary.id());
    QVERIFY(request[QStringLiteral("userId")].toInteger() >= 0);
}

void tst_QmlPrograms::reply_hasCodeAndBytes()
{
    START_PRIMARY(primary, QStringLiteral("serve"));
    Program secondary(TheProgram, { QStringLiteral("bytes") });
    QCOMPARE(secondary.result(), 5);
    QVERIFY(secondary.output().contains(QByteArray("forwarded true 0 \0\xef\xbf\xbd\n", 21)));
}

void tst_QmlPrograms::replyOfAnotherType_isRefused()
{
    START_PRIMARY(primary, QStringLiteral("serve"));
    Program secondary(TheProgram, { QStringLiteral("object") });
    QCOMPARE(secondary.result(), 0);
    QVERIFY(primary.says("refused true 10")); // ErrorCode.InvalidOperation
}

void tst_QmlPrograms::handlerWithoutReply_answers0()
{
    START_PRIMARY(primary, QStringLiteral("serve"));
    for (int i = 0; i < 3; ++i) {
        Program secondary(TheProgram, { QStringLiteral("nothing") });
        QCOMPARE(secondary.result(), 0);
    }
}

void tst_QmlPrograms::keptRequest_isAnsweredLater()
{
    START_PRIMARY(primary, QStringLiteral("serve"));
    Program secondary(TheProgram, { QStringLiteral("later") });
    QVERIFY(primary.says("pending true"));
    QCOMPARE(secondary.process.state(), QProcess::Running);
    primary.tell("reply");
    QCOMPARE(secondary.result(), 9);
    QVERIFY(secondary.hasSaid("forwarded true 0 late"));
    QVERIFY(primary.says("pending false"));
}

void tst_QmlPrograms::keptRequestThatIsCollected_isAnswered0()
{
    START_PRIMARY(primary, QStringLiteral("serve"));
    Program secondary(TheProgram, { QStringLiteral("forget") });
    QCOMPARE(secondary.result(), 0);
    QVERIFY(primary.says("pending false"));
}

void tst_QmlPrograms::requestWithoutHandler_waitsForOne()
{
    START_PRIMARY(primary, QStringLiteral("deaf"));
    Program secondary(TheProgram, { QStringLiteral("nothing") });
    QVERIFY(secondary.says("primary false of " + QByteArray::number(primary.id())));
    primary.tell("serve");
    QVERIFY(primary.says("late request"));
    QCOMPARE(secondary.result(), 0);
}

void tst_QmlPrograms::forwardWithTimeout_mayBeRepeated()
{
    START_PRIMARY(primary, QStringLiteral("deaf"));
    Program secondary(TheProgram, { QStringLiteral("impatient") });
    QCOMPARE(secondary.result(), 40); // the failure code of both
    QCOMPARE(secondary.output().count("forwarded false 7 \n"), 2); // ErrorCode.TimedOut
}

void tst_QmlPrograms::window_isActivated()
{
    START_PRIMARY(primary, QStringLiteral("serve"));
    Program secondary(TheProgram, { QStringLiteral("activate") });
    QCOMPARE(secondary.result(), 6);
}

void tst_QmlPrograms::takeOver_withConsent()
{
    START_PRIMARY(primary, QStringLiteral("serve"));
    Program secondary(TheProgram, { QStringLiteral("replace") });
    QCOMPARE(secondary.result(), 0);
    QVERIFY(secondary.hasSaid("forwarded true 0 "));
    QVERIFY(primary.says("role 0"));
}

void tst_QmlPrograms::takeOver_isRefused()
{
    START_PRIMARY(primary, QStringLiteral("stay"));
    Program secondary(TheProgram, { QStringLiteral("replace") });
    QCOMPARE(secondary.result(), 3);
    QVERIFY(secondary.hasSaid("forwarded true 6 busy")); // ErrorCode.AccessDenied
    QVERIFY(!primary.hasSaid("role 0"));
}

void tst_QmlPrograms::succession()
{
    auto primary = std::make_unique<Program>(TheProgram, QStringList { QStringLiteral("serve") });
    QVERIFY(primary->says("shown"));
    Program secondary(TheProgram, { QStringLiteral("succeed") });
    QVERIFY(secondary.says("primary false of " + QByteArray::number(primary->id())));
    QVERIFY(!secondary.hasSaid("shown"));
    primary.reset();
    QVERIFY(secondary.says("became primary"));
    QVERIFY(secondary.says("shown"));
    secondary.tell("quit");
    QCOMPARE(secondary.result(), 0);
}

void tst_QmlPrograms::instanceOfMain_isAnsweredInQml()
{
    const auto file = QStringLiteral("instance_of_main.qml");
    const auto ofMain = QStringLiteral("--of-main");
    Program primary(file, { ofMain });
    QVERIFY2(primary.says("shown"), primary.output().constData());
    Program secondary(file, { ofMain, QStringLiteral("a"), QStringLiteral("b") }, QStringLiteral("/"));
    QCOMPARE(secondary.result(), 4);
    QCOMPARE(secondary.output(), QByteArray("/\n"));
}

void tst_QmlPrograms::exampleViewer_opensInOneWindow()
{
    const auto viewer = QStringLiteral("../../../examples/qml/viewer/Main.qml");
    Program first(viewer);
    QVERIFY2(first.says("shown"), first.output().constData());
    Program second(viewer, { QStringLiteral("/missing.png") });
    QCOMPARE(second.result(), 0);
    QCOMPARE(second.output(), QByteArray());
    // The file cannot be shown.
    QVERIFY(TestSupport::spinUntil([&] { return first.output().contains("/missing.png"); }));
    Program third(viewer);
    QCOMPARE(third.result(), 2);
    QCOMPARE(third.output(), QByteArray("no file is named\n"));
    Program waiting(viewer, { QStringLiteral("/other.png"), QStringLiteral("--wait") });
    QVERIFY(TestSupport::spinUntil([&] { return first.output().contains("/other.png"); }));
    first.process.terminate();
    QCOMPARE(first.result(), 0);
    QCOMPARE(waiting.result(), 1);
    QVERIFY2(waiting.output().startsWith("viewer: "), waiting.output().constData());
}

QTEST_GUILESS_MAIN(tst_QmlPrograms)
#include "tst_qmlprograms.moc"
