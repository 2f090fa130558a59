// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests machine-wide single instances of different users. Runs as root only.

#include "local/instancename.h"
#include "testsupport/instances.h"
#include "testsupport/unix/strangers.h"

#include <QtInterprocess/SingleInstance>

using namespace QtInterprocess;
using namespace TestSupport;
using namespace OtherUsers;

class tst_MachineScope_Root : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_id = uniqueName(); }

    void primaryOfAnotherUser_isNamedAndGetsNothing();
    void accessForEveryone_isNeededOnBothSides_data();
    void accessForEveryone_isNeededOnBothSides();
    void primaryThatIsRoot_isTrusted();
    void processOfAnotherUser_isNotEnded();
    void strangerWhoAnswersNobody_isNamed_data();
    void strangerWhoAnswersNobody_isNamed();
    void succession_crossesUsers();

private:
    // Creates an instance of the user or of the stranger.
    std::unique_ptr<Instance> instance(uid_t user, const char *words) const
    {
        QStringList options = QString::fromLatin1(words).split(QLatin1Char(' '), Qt::SkipEmptyParts);
        options += { QStringLiteral("machine"), QStringLiteral("uid=%1").arg(user) };
        return std::make_unique<Instance>(m_id, options);
    }

    QString m_id;
};

void tst_MachineScope_Root::initTestCase()
{
    if (!LocalName::isSupported(LocalName::Kind::Namespaced))
        QSKIP("this system has no place for all users");
}

void tst_MachineScope_Root::primaryOfAnotherUser_isNamedAndGetsNothing()
{
    const auto primary = instance(User, "exit=3");
    QVERIFY(primary->start().is("primary"));
    const auto other = instance(OtherUser, "timeout=60000");
    QVERIFY(other->start().hasEnded());
    const QJsonObject role = other->waitForEvent(QStringLiteral("secondary"));
    QCOMPARE(codeOf(role), Error::AccessDenied);
    QCOMPARE(role.value(QLatin1String("primaryUser")).toInt(), int(User));
    QCOMPARE(role.value(QLatin1String("primaryPid")).toInteger(), primary->process.processId());
    QCOMPARE(codeOf(other->waitForEvent(QStringLiteral("answer"))), Error::AccessDenied);
    QVERIFY(!primary->hasEvent("request"));
    const auto own = instance(User, "");
    QVERIFY(own->start().hasEnded());
    QCOMPARE(own->process.exitCode(), 3);
}

void tst_MachineScope_Root::accessForEveryone_isNeededOnBothSides_data()
{
    QTest::addColumn<bool>("ofPrimary");
    QTest::addColumn<bool>("ofSecondary");
    QTest::addColumn<Error::Code>("code");
    QTest::newRow("both") << true << true << Error::NoError;
    QTest::newRow("the primary alone") << true << false << Error::AccessDenied;
    QTest::newRow("the secondary alone") << false << true << Error::TimedOut;
}

void tst_MachineScope_Root::accessForEveryone_isNeededOnBothSides()
{
    QFETCH(const bool, ofPrimary);
    QFETCH(const bool, ofSecondary);
    QFETCH(const Error::Code, code);
    const auto primary = instance(User, ofPrimary ? "exit=3 everyone" : "exit=3");
    QVERIFY(primary->start().is("primary"));
    const auto other = instance(OtherUser, ofSecondary ? "timeout=1000 everyone" : "timeout=1000");
    QVERIFY(other->start().hasEnded());
    QVERIFY(other->hasEvent("secondary"));
    QCOMPARE(codeOf(other->waitForEvent(QStringLiteral("answer"))), code);
    if (code == Error::NoError)
        QCOMPARE(primary->waitForEvent(QStringLiteral("request")).value(QLatin1String("user")).toInt(), int(OtherUser));
    QCOMPARE(other->process.exitCode(), code == Error::NoError ? 3 : 1);
    QCOMPARE(primary->hasEvent("request"), code == Error::NoError);
}

void tst_MachineScope_Root::primaryThatIsRoot_isTrusted()
{
    const auto primary = instance(0, "exit=3 everyone");
    QVERIFY(primary->start().is("primary"));
    const auto other = instance(User, "");
    QVERIFY(other->start().hasEnded());
    QCOMPARE(other->process.exitCode(), 3);
}

void tst_MachineScope_Root::processOfAnotherUser_isNotEnded()
{
    const auto primary = instance(User, "everyone");
    QVERIFY(primary->start().is("primary"));
    for (const uid_t user : { OtherUser, uid_t(0) }) { // root could end it, but root is another user too
        const auto other = instance(user, "everyone take-over=always msecs=1000");
        QCOMPARE(codeOf(other->start().waitForEvent(QStringLiteral("became"))), Error::AccessDenied);
        QVERIFY(other->hasEnded());
    }
    QCOMPARE(primary->process.state(), QProcess::Running);
}

void tst_MachineScope_Root::strangerWhoAnswersNobody_isNamed_data()
{
    QTest::addColumn<bool>("listens");
    QTest::newRow("listens") << true;
    QTest::newRow("binds without listening") << false;
}

void tst_MachineScope_Root::strangerWhoAnswersNobody_isNamed()
{
    QFETCH(const bool, listens);
    const QByteArray name = instanceName(m_id, SingleInstance::Scope::Machine).toString().toUtf8();
    QVERIFY(name.startsWith('@'));
    Raw::Child stranger([&](Raw::Child &self) {
        const bool isReady = becomeOtherUser();
        const OwnedHandle server = Raw::serve(name, listens ? 5 : -1);
        self.sendByte(isReady && server ? 'y' : 'n');
        return self.receiveByte();
    });
    QCOMPARE(stranger.receiveByte(), 'y');
    const auto user = instance(User, "timeout=500 everyone");
    QVERIFY(user->start().hasEnded());
    const QJsonObject role = user->waitForEvent(QStringLiteral("secondary"));
    QCOMPARE(codeOf(role), Error::TimedOut);
    QCOMPARE(role.value(QLatin1String("primaryUser")).toInt(), int(OtherUser));
    QCOMPARE(codeOf(user->waitForEvent(QStringLiteral("answer"))), Error::TimedOut);
}

void tst_MachineScope_Root::succession_crossesUsers()
{
    const auto primary = instance(User, "");
    QVERIFY(primary->start().is("primary"));
    const auto waiting = instance(OtherUser, "succeed");
    QVERIFY(waiting->start().is("secondary"));
    primary->process.kill();
    QVERIFY(waiting->is("primary"));
}

QTEST_GUILESS_MAIN(tst_MachineScope_Root)
#include "tst_machinescope_root.moc"
