// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests that value types copy independently. They have private data, so that later releases can
// add members.

#include <QtInterprocess/QtInterprocess>

#include <QtTest/qtest.h>

#include <utility>

using namespace QtInterprocess;

template <typename... Values>
constexpr bool CanGrow = ((sizeof(Values) == sizeof(void *)) && ...);

static_assert(CanGrow<Access, LingerLimits, LingerStatus, PeerCredentials, PipeOptions, ProcessExit, SharedMemory,
                      SharedMemoryFrame, SignalInfo, SingleInstance::Options>);
#if QTINTERPROCESS_HAS_UNIX
static_assert(CanGrow<UnixDatagram>);
#endif
#if QTINTERPROCESS_HAS_WINDOWS
static_assert(CanGrow<NamedPipeOptions>);
#endif

class tst_ValueTypes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void copies_areIndependent();
    void movedFrom_canBeAssigned();
    void access_isComparedByItsValue();
    void defaults();
    void instanceOptions_keepWhatIsSet();
};

void tst_ValueTypes::copies_areIndependent()
{
    PeerCredentials peer;
    peer.setProcessId(1);
    const PeerCredentials copy = peer;
    peer.setProcessId(2);
    peer.setUserId(3);
    QCOMPARE(copy.processId(), 1);
    QVERIFY(!copy.userId());
    QCOMPARE(peer.processId(), 2);

    SignalInfo info;
    info.setNumber(15);
    SignalInfo other = info;
    other.setCount(7);
    QCOMPARE(info.count(), 1);
    QCOMPARE(other.number(), 15);
}

void tst_ValueTypes::movedFrom_canBeAssigned()
{
    ProcessExit exit;
    exit.setExitCode(3);
    ProcessExit taken = std::move(exit);
    exit = taken;
    QCOMPARE(exit.exitCode(), 3);
    QVERIFY(exit.isKnown() && !exit.isSuccess());
}

void tst_ValueTypes::access_isComparedByItsValue()
{
    QVERIFY(Access(Access::Everyone) == Access::fromMode(0666));
    QVERIFY(Access::group(QStringLiteral("a")) != Access::group(QStringLiteral("b")));
}

void tst_ValueTypes::defaults()
{
    QCOMPARE(PipeOptions().capacity(), 0);
    QCOMPARE(LingerLimits().timeout(), 30000);
    QCOMPARE(LingerLimits().count(), 256);
    QCOMPARE(LingerLimits().bytes(), 128 * 1024 * 1024);
    QCOMPARE(LingerStatus().abandoned(), 0);
    QVERIFY(!ProcessExit().isKnown());
    const SingleInstance::Options options;
    QCOMPARE(options.scope(), SingleInstance::Scope::User);
    QCOMPARE(options.timeout(), 5000);
    QVERIFY(!options.refusesWhenUndecided());
    QVERIFY(options.access() == Access::User);
}

void tst_ValueTypes::instanceOptions_keepWhatIsSet()
{
    SingleInstance::Options options;
    options.setScope(SingleInstance::Scope::Machine);
    options.setTimeout(-1);
    options.setRefusesWhenUndecided(true);
    options.setAccess(Access::Everyone);
    const SingleInstance::Options copy = options;
    options = SingleInstance::Options();
    QCOMPARE(copy.scope(), SingleInstance::Scope::Machine);
    QCOMPARE(copy.timeout(), -1);
    QVERIFY(copy.refusesWhenUndecided());
    QVERIFY(copy.access() == Access::Everyone);
    QCOMPARE(options.timeout(), 5000);
}

QTEST_GUILESS_MAIN(tst_ValueTypes)
#include "tst_valuetypes.moc"
