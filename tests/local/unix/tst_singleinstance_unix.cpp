// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests the Unix part of SingleInstance: other users, stopped processes, and arguments that are
// not text.

#include "testsupport/instances.h"

#include "local/instancename.h"
#include "os/unix/call.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/SingleInstance>

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qfile.h>
#include <QtCore/qfileinfo.h>

#include <signal.h>
#include <unistd.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_SingleInstanceUnix : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void argumentsWithInvalidUtf8_areForwardedAsBytes();
    void stoppedPrimary_timesOut();
    void timedOutRequest_isNeverServed_data();
    void timedOutRequest_isNeverServed();
    void primaryKilledUnderLoad_hasOneSuccessor();
    void sessions();
    void sandboxes();
    void allPlacesTaken_roleIsUndecided_data();
    void allPlacesTaken_roleIsUndecided();
    void firstPlaceTaken_secondPlaceIsUsed();
    void users_haveSeparateInstances();
    void olderKernels_identifyThePrimary();

private:
    const PrivateRuntimeDirectory m_runtime;
};

static QStringList options(const char *words)
{
    return QString::fromLatin1(words).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

static void setVariable(Instance &instance, const char *name, const QString &value)
{
    QProcessEnvironment environment = instance.process.processEnvironment();
    if (environment.isEmpty())
        environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QString::fromLatin1(name), value);
    instance.process.setProcessEnvironment(environment);
}

void tst_SingleInstanceUnix::argumentsWithInvalidUtf8_areForwardedAsBytes()
{
    if (!QFile::exists(QStringLiteral("/proc/self/cmdline")))
        QSKIP("this system does not keep the arguments of a process");
    const QString id = uniqueName();
    Instance primary(id);
    QVERIFY(primary.start().is("primary"));
    QProcess shell;
    shell.start(QStringLiteral("/bin/sh"),
                { QStringLiteral("-c"), QStringLiteral("exec \"$0\" \"$1\" -- \"$(printf 'a\\377b')\" ''"),
                  QStringLiteral(ONCEONLY_PROGRAM), id });
    QVERIFY(spinUntil([&] { return shell.state() == QProcess::NotRunning; }));
    QCOMPARE(shell.exitCode(), 0);
    const QJsonArray arguments =
        primary.waitForEvent(QStringLiteral("request")).value(QLatin1String("arguments")).toArray();
    QCOMPARE(arguments.at(arguments.size() - 2).toString(), QStringLiteral("61ff62"));
    QCOMPARE(arguments.last().toString(), QString());
}

void tst_SingleInstanceUnix::stoppedPrimary_timesOut()
{
    const QString id = uniqueName();
    Instance primary(id);
    QVERIFY(primary.start().is("primary"));
    ::kill(pid_t(primary.process.processId()), SIGSTOP);
    QElapsedTimer timer;
    timer.start();
    Instance secondary(id, options("timeout=500"));
    QVERIFY(secondary.start().hasEnded());
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(secondary.process.exitCode(), 1);
    QCOMPARE(codeOf(secondary.waitForEvent(QStringLiteral("answer"))), Error::TimedOut);
    ::kill(pid_t(primary.process.processId()), SIGCONT);
    Instance other(id);
    QVERIFY(other.start().hasEnded());
    QCOMPARE(other.process.exitCode(), 0);
}

void tst_SingleInstanceUnix::timedOutRequest_isNeverServed_data()
{
    QTest::addColumn<int>("payload");
    QTest::newRow("fits into the socket") << 10;
    QTest::newRow("exceeds the socket") << 4 * 1024 * 1024;
}

// The primary greets its secondaries and is stopped before their requests arrive.
void tst_SingleInstanceUnix::timedOutRequest_isNeverServed()
{
    QFETCH(const int, payload);
    const QString id = uniqueName();
    Instance primary(id);
    QVERIFY(primary.start().is("primary"));
    SingleInstance::Options impatient;
    impatient.setTimeout(200);
    std::vector<std::unique_ptr<SingleInstance>> secondaries;
    for (int i = 0; i < 3; ++i) {
        secondaries.push_back(std::make_unique<SingleInstance>(id, impatient));
        while (secondaries.back()->error()) // retries on a machine under load
            secondaries.back() = std::make_unique<SingleInstance>(id, impatient);
        secondaries.back()->setPayload(QByteArray(payload, 'p'));
    }
    ::kill(pid_t(primary.process.processId()), SIGSTOP);
    for (const auto &secondary : secondaries) {
        QCOMPARE(secondary->forward(), 1);
        QCOMPARE(secondary->error().code(), Error::TimedOut);
        QVERIFY(!secondary->isAcknowledged());
    }
    ::kill(pid_t(primary.process.processId()), SIGCONT);
    Instance other(id, options("payload=77"));
    QVERIFY(other.start().hasEnded());
    QCOMPARE(other.process.exitCode(), 0);
    QVERIFY(primary.quit());
    const auto isRequest = [](const QJsonObject &object) {
        return object.value(QLatin1String("event")).toString() == QLatin1String("request");
    };
    QCOMPARE(std::count_if(primary.said.begin(), primary.said.end(), isRequest), 1);
    QCOMPARE(primary.waitForEvent(QStringLiteral("request")).value(QLatin1String("payload")).toInt(), 77);
}

// New processes start all the time, and one secondary waits for succession.
void tst_SingleInstanceUnix::primaryKilledUnderLoad_hasOneSuccessor()
{
    const QString id = uniqueName();
    Instance primary(id, options("exit=0"));
    QVERIFY(primary.start().is("primary"));
    Instance next(id, options("succeed exit=0"));
    QVERIFY(next.start().is("secondary"));
    std::vector<std::unique_ptr<Instance>> starts;
    for (int i = 0; i < 20; ++i) {
        starts.push_back(std::make_unique<Instance>(id, options("timeout=30000 exit=0")));
        starts.back()->start();
    }
    QVERIFY(!primary.waitForEvent(QStringLiteral("request"), 3).isEmpty());
    QElapsedTimer timer;
    timer.start();
    primary.process.kill();
    const auto isPrimary = [&](const auto &instance) { return instance->hasEvent("primary"); };
    const auto count = [&] {
        return std::count_if(starts.begin(), starts.end(), isPrimary) + qint64(next.hasEvent("primary"));
    };
    // A process that starts now may become primary before the waiting one.
    QVERIFY(spinUntil([&] { return count() > 0; }));
    const qint64 elapsed = timer.elapsed();
    QVERIFY2(elapsed < 10000, qPrintable(QString::number(elapsed)));
    for (const auto &start : starts) {
        if (!isPrimary(start))
            QVERIFY(start->hasEnded() || isPrimary(start));
    }
    QCOMPARE(count(), 1);
}

void tst_SingleInstanceUnix::sessions()
{
    const QString id = uniqueName();
    Instance here(id, options("session"));
    setVariable(here, "XDG_SESSION_ID", QStringLiteral("1"));
    QVERIFY(here.start().is("primary"));
    Instance there(id, options("session"));
    setVariable(there, "XDG_SESSION_ID", QStringLiteral("2"));
    QVERIFY(there.start().is("primary"));
    Instance again(id, options("session"));
    setVariable(again, "XDG_SESSION_ID", QStringLiteral("2"));
    QVERIFY(again.start().is("secondary"));
    Instance ofTheUser(id);
    QVERIFY(ofTheUser.start().is("primary"));
}

void tst_SingleInstanceUnix::sandboxes()
{
    const QString id = uniqueName();
    const QString folder = m_runtime.path() + QLatin1String("/app/org.example.Sandboxed");
    QVERIFY(QDir().mkpath(folder));
    Instance primary(id);
    setVariable(primary, "FLATPAK_ID", QStringLiteral("org.example.Sandboxed"));
    QVERIFY(primary.start().is("primary"));
    QVERIFY(!QDir(folder).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).isEmpty());
    Instance secondary(id);
    setVariable(secondary, "FLATPAK_ID", QStringLiteral("org.example.Sandboxed"));
    QVERIFY(secondary.start().is("secondary"));
}

// This user has no folder in /run/user.
constexpr int Squatted = 47103;

// Runs the instance as user Squatted, after another user has taken the folder of names.
static void squat(Instance &instance, const QString &temporary)
{
    const QString inTheWay = temporary + QStringLiteral("/qtinterprocess-%1").arg(Squatted);
    QVERIFY(QFile::setPermissions(temporary, QFileDevice::Permissions(0x7755)));
    QVERIFY(QDir(inTheWay).exists() || QDir().mkdir(inTheWay));
    instance.process.setArguments(instance.process.arguments() + options("uid=47103"));
    setVariable(instance, "XDG_RUNTIME_DIR", QString());
    setVariable(instance, "TMPDIR", temporary);
}

void tst_SingleInstanceUnix::allPlacesTaken_roleIsUndecided_data()
{
    QTest::addColumn<bool>("refuses");
    QTest::newRow("starts") << false;
    QTest::newRow("refuses") << true;
}

// A stranger has taken all places.
void tst_SingleInstanceUnix::allPlacesTaken_roleIsUndecided()
{
    QFETCH(const bool, refuses);
    if (::geteuid() != 0)
        QSKIP("needs root, which can become another user");
    const QTemporaryDir folder;
    const QString id = uniqueName();
    const QByteArray second = "@qtinterprocess-" + QByteArray::number(Squatted) + '/'
        + instanceName(id, SingleInstance::Scope::User).name().toUtf8();
    Raw::Child stranger([second](Raw::Child &self) {
        const bool ready = ::setgid(65534) == 0 && ::setuid(65534) == 0;
        const OwnedHandle server = Raw::serve(second);
        self.sendByte(ready ? 'y' : 'n');
        return self.receiveByte();
    });
    QCOMPARE(stranger.receiveByte(), 'y');
    Instance instance(id, refuses ? options("refuse") : QStringList());
    squat(instance, folder.path());
    instance.start();
    if (refuses) {
        QVERIFY(instance.hasEnded());
        QCOMPARE(instance.process.exitCode(), 1);
        QCOMPARE(codeOf(instance.waitForEvent(QStringLiteral("answer"))), Error::AccessDenied);
    } else {
        QCOMPARE(codeOf(instance.waitForEvent(QStringLiteral("undecided"))), Error::AccessDenied);
        QCOMPARE(instance.process.state(), QProcess::Running);
    }
}

// A stranger has taken the first place. If the system has a second one, both processes find it.
void tst_SingleInstanceUnix::firstPlaceTaken_secondPlaceIsUsed()
{
    if (::geteuid() != 0)
        QSKIP("needs root, which can become another user");
    if (!LocalName::isSupported(LocalName::Kind::Namespaced))
        QSKIP("this system has one place only");
    const QTemporaryDir folder;
    const QString id = uniqueName();
    Instance primary(id);
    squat(primary, folder.path());
    QVERIFY(primary.start().is("primary"));
    Instance secondary(id);
    squat(secondary, folder.path());
    QVERIFY(secondary.start().is("secondary"));
    QCOMPARE(codeOf(secondary.waitForEvent(QStringLiteral("answer"))), Error::NoError);
}

// Needs root, which can become another user.
void tst_SingleInstanceUnix::users_haveSeparateInstances()
{
    if (::geteuid() != 0)
        QSKIP("needs root, which can become another user");
    const QString id = uniqueName();
    Instance primary(id);
    QVERIFY(primary.start().is("primary"));
    // The second user has a folder of its own.
    const QTemporaryDir folder;
    const QString own = folder.path() + QLatin1String("/own");
    const QString shared = folder.path() + QLatin1String("/shared");
    QVERIFY(QDir().mkdir(own) && QDir().mkdir(shared));
    QVERIFY(::chmod(QFile::encodeName(shared).constData(), 01777) == 0);
    QVERIFY(QFile::setPermissions(folder.path(), QFileDevice::Permissions(0x7755)));
    QVERIFY(QFile::setPermissions(own, QFileDevice::Permissions(0x7700)));
    QVERIFY(::chown(QFile::encodeName(own).constData(), 65534, 65534) == 0);
    Instance nobody(id, options("uid=65534"));
    setVariable(nobody, "XDG_RUNTIME_DIR", own);
    QVERIFY(nobody.start().is("primary"));
    // If XDG_RUNTIME_DIR names the folder of the first user, the second user's process ignores
    // it.
    Instance intruder(id, options("uid=65534"));
    setVariable(intruder, "XDG_RUNTIME_DIR", m_runtime.path());
    setVariable(intruder, "TMPDIR", shared);
    intruder.start();
    QVERIFY(intruder.is("primary"));
    QVERIFY(!primary.hasEvent("request"));
}

// Simulates a kernel without SO_PEERPIDFD.
void tst_SingleInstanceUnix::olderKernels_identifyThePrimary()
{
#ifdef QTINTERPROCESS_FAULT_POINTS
    const QString id = uniqueName();
    Instance primary(id, options("hang"));
    QVERIFY(primary.start().is("primary"));
    SingleInstance::Options hasty;
    hasty.setTimeout(300);
    SingleInstance secondary(id, hasty);
    QCOMPARE(secondary.error().code(), Error::TimedOut);
    os::FaultPoint::arm(os::Call::PeerProcess, ENOPROTOOPT, 1, INT_MAX);
    const bool isPrimary = secondary.takeOver(SingleInstance::TakeOver::EndIfSilent, 1000);
    os::FaultPoint::disarmAll();
    if (secondary.error() == Error::Unsupported) { // systems other than Linux
        QCOMPARE(primary.process.state(), QProcess::Running);
        return;
    }
    QVERIFY2(isPrimary, qPrintable(secondary.error().message()));
    QVERIFY(primary.hasEnded());
    QCOMPARE(primary.process.exitStatus(), QProcess::CrashExit);
    QCOMPARE(primary.process.exitCode(), SIGTERM);
#else
    QSKIP("needs a build with fault points");
#endif
}

QTEST_GUILESS_MAIN(tst_SingleInstanceUnix)
#include "tst_singleinstance_unix.moc"
