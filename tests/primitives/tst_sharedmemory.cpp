// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Shared memory on every platform: its life, its seals and its handles.

#include "testsupport/sanitizers.h"
#include "testsupport/sharedmemory.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/ChildHandles>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/SharedMemory>

#include <QtCore/qcryptographichash.h>

#include <algorithm>
#include <limits>

using namespace QtInterprocess;
using namespace TestSupport;
using Mode = SharedMemory::Mode;
using Seal = SharedMemory::Seal;

namespace {

QByteArray hashOf(QByteArray bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha1).toHex();
}

// A test peer that takes a handle of memory.
class Consumer
{
public:
    Consumer(OwnedHandle handle, const QString &how)
    {
        m_process.setProgram(testPeerProgram());
        m_process.setArguments({ QStringLiteral("memory"), QStringLiteral("memory"), how });
        ChildHandles handles;
        handles.add(std::move(handle), QStringLiteral("memory"));
        handles.start(m_process);
    }
    ~Consumer()
    {
        m_process.write("\n");
        if (!m_process.waitForFinished(20000))
            m_process.kill();
    }
    Q_DISABLE_COPY_MOVE(Consumer)

    bool says(const QByteArray &words)
    {
        return spinUntil([&] {
            m_output += m_process.readAllStandardOutput();
            return m_output.contains(words);
        });
    }
    QByteArray output() const { return m_output; }

private:
    QProcess m_process;
    QByteArray m_output;
};

QString howToReceive()
{
    return Memory.mapsReceived ? QStringLiteral("read") : QStringLiteral("copy");
}

} // namespace

class tst_SharedMemory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void create_givesZeroedMemory_data();
    void create_givesZeroedMemory();
    void create_ofImpossibleSize_fails_data();
    void create_ofImpossibleSize_fails();
    void nullObject_failsEverywhere();
    void copies_areTheSameMemory();
    void consumer_readsTheBytesOfTheProducer_data();
    void consumer_readsTheBytesOfTheProducer();
    void consumer_writesForTheProducer();
    void seal_makesEverybodyReadOnly();
    void seal_ofOtherWriters_leavesThisOne();
    void seal_besideAnotherWriter_changesNothing();
    void seal_afterAHandleForWriting();
    void seal_ofAReader_fails();
    void map_forWriting_needsAHandleForWriting();
    void map_ofAnotherKind_isRefused();
    void copy_isIndependent();
    void copy_aboveItsLimit_fails();
    void manyRounds_leaveNothingOpen();
};

void tst_SharedMemory::create_givesZeroedMemory_data()
{
    QTest::addColumn<qint64>("size");
    QTest::newRow("1 B") << qint64(1);
    QTest::newRow("a page") << qint64(4096);
    QTest::newRow("an odd size") << qint64(100'001);
    QTest::newRow("8 MiB") << qint64(8 * 1024 * 1024);
}

void tst_SharedMemory::create_givesZeroedMemory()
{
    QFETCH(qint64, size);
    Error error;
    SharedMemory memory = SharedMemory::create(size, &error);
    QVERIFY2(!error, qPrintable(error.message()));
    QVERIFY(!memory.isNull() && !memory.isReadOnly() && !memory.isSealed());
    QCOMPARE(memory.size(), size);
    QVERIFY(memory.data() == memory.constData());
    QVERIFY(std::all_of(memory.constData(), memory.constData() + size, [](char byte) { return byte == 0; }));
    std::fill_n(memory.data(), size, 'x');
    QCOMPARE(memory.toByteArray().count('x'), size);
}

void tst_SharedMemory::create_ofImpossibleSize_fails_data()
{
    QTest::addColumn<qint64>("size");
    QTest::addColumn<Error::Code>("code");
    QTest::newRow("0") << qint64(0) << Error::InvalidOperation;
    QTest::newRow("negative") << qint64(-1) << Error::InvalidOperation;
    QTest::newRow("the least") << std::numeric_limits<qint64>::min() << Error::InvalidOperation;
    QTest::newRow("64 TiB") << (qint64(1) << 46) << Error::ResourceExhausted;
    QTest::newRow("4 EiB") << (qint64(1) << 62) << Error::ResourceExhausted;
    QTest::newRow("the greatest") << std::numeric_limits<qint64>::max() << Error::ResourceExhausted;
}

void tst_SharedMemory::create_ofImpossibleSize_fails()
{
    QFETCH(qint64, size);
    QFETCH(Error::Code, code);
    const int before = openDescriptors();
    Error error;
    QVERIFY(SharedMemory::create(size, &error).isNull());
    QVERIFY2(error.code() == code, qPrintable(error.message()));
    QCOMPARE(error.operation(), QStringLiteral("create shared memory"));
    QCOMPARE(openDescriptors(), before);
}

void tst_SharedMemory::nullObject_failsEverywhere()
{
    SharedMemory null;
    Error error;
    QVERIFY(null.isNull() && null.isReadOnly() && !null.isSealed());
    QVERIFY(!null.data() && !null.constData() && null.toByteArray().isNull());
    QCOMPARE(null.size(), 0);
    QVERIFY(!null.seal(Seal::Everyone, &error));
    QCOMPARE(error.code(), Error::InvalidOperation);
    QVERIFY(!null.handle(Mode::ReadOnly, &error));
    QCOMPARE(error.code(), Error::InvalidOperation);
    QVERIFY(SharedMemory::map({}, Mode::ReadOnly, &error).isNull());
    QCOMPARE(error.code(), Error::InvalidOperation);
    QVERIFY(SharedMemory::copy({}, 1, &error).isNull());
    QCOMPARE(error.code(), Error::InvalidOperation);
}

void tst_SharedMemory::copies_areTheSameMemory()
{
    SharedMemory memory = patternMemory(5000);
    SharedMemory copy = memory;
    QVERIFY(copy.constData() == memory.constData());
    copy.data()[0] = 'x';
    QCOMPARE(memory.constData()[0], 'x');
    QVERIFY(memory.seal());
    QVERIFY(copy.isSealed() && !copy.data());
    const SharedMemory moved = std::move(memory);
    QVERIFY(moved.constData() == copy.constData());
    copy = SharedMemory();
    QCOMPARE(moved.constData()[0], 'x');
}

void tst_SharedMemory::consumer_readsTheBytesOfTheProducer_data()
{
    QTest::addColumn<bool>("sealed");
    QTest::newRow("sealed") << true;
    QTest::newRow("unsealed") << false;
}

void tst_SharedMemory::consumer_readsTheBytesOfTheProducer()
{
    QFETCH(bool, sealed);
    SharedMemory memory = patternMemory(16 * 65536);
    if (sealed)
        QVERIFY(memory.seal());
    Consumer consumer(memory.handle(), howToReceive());
    QVERIFY2(consumer.says("DONE"), consumer.output().constData());
    QByteArray expected = "MEMORY 1048576 ";
    expected += sealed && Memory.sealsBySystem ? "1 " : "0 ";
    expected += hashOf(pattern(memory.size()));
    QVERIFY2(consumer.output().contains(expected), consumer.output().constData());
}

void tst_SharedMemory::consumer_writesForTheProducer()
{
    if (!Memory.mapsReceived)
        QSKIP("this system cannot map a received handle");
    const SharedMemory memory = patternMemory(100'000);
    Error error;
    Consumer consumer(memory.handle(Mode::ReadWrite, &error), QStringLiteral("write"));
    QVERIFY2(!error, qPrintable(error.message()));
    QVERIFY2(consumer.says("DONE"), consumer.output().constData());
    QCOMPARE(memory.toByteArray().count('x'), memory.size());
}

void tst_SharedMemory::seal_makesEverybodyReadOnly()
{
    SharedMemory memory = patternMemory(70'000);
    const char *const place = memory.constData();
    const QByteArray array = memory.toByteArray();
    Error error;
    QVERIFY2(memory.seal(Seal::Everyone, &error), qPrintable(error.message()));
    QVERIFY(memory.isSealed() && memory.isReadOnly() && !memory.data());
    QVERIFY(memory.constData() == place);
    QCOMPARE(array, pattern(70'000));
    QVERIFY(holdsPattern(memory));
    QVERIFY(memory.seal(Seal::Everyone) && memory.seal(Seal::OtherWriters)); // again
    QVERIFY(!memory.handle(Mode::ReadWrite, &error));
    QCOMPARE(error.code(), Error::AccessDenied);
    QVERIFY(SharedMemory::map(memory.handle(), Mode::ReadWrite, &error).isNull());
    QVERIFY(error);
    const SharedMemory received = SharedMemory::map(memory.handle(), Mode::ReadOnly, &error);
    QCOMPARE(received.isNull(), !Memory.mapsReceived);
    if (Memory.mapsReceived) {
        QVERIFY(received.isReadOnly());
        QCOMPARE(received.isSealed(), Memory.sealsBySystem);
        QCOMPARE(received.toByteArray().first(70'000), pattern(70'000));
    }
}

void tst_SharedMemory::seal_ofOtherWriters_leavesThisOne()
{
    SharedMemory memory = patternMemory(70'000);
    Error error;
    QVERIFY2(memory.seal(Seal::OtherWriters, &error), qPrintable(error.message()));
    QVERIFY(!memory.isSealed() && !memory.isReadOnly());
    QVERIFY(!memory.handle(Mode::ReadWrite, &error));
    QCOMPARE(error.code(), Error::AccessDenied);
    QVERIFY(SharedMemory::map(memory.handle(), Mode::ReadWrite, &error).isNull());
    const SharedMemory received = SharedMemory::map(memory.handle());
    memory.data()[69'999] = 'x';
    if (Memory.mapsReceived)
        QCOMPARE(received.constData()[69'999], 'x');
    QVERIFY2(memory.seal(Seal::Everyone, &error), qPrintable(error.message()));
    QVERIFY(memory.isSealed() && memory.constData()[69'999] == 'x');
}

void tst_SharedMemory::seal_besideAnotherWriter_changesNothing()
{
    if (!Memory.mapsReceived)
        QSKIP("this system cannot map a received handle");
    SharedMemory memory = patternMemory(70'000);
    SharedMemory writer = SharedMemory::map(memory.handle(Mode::ReadWrite), Mode::ReadWrite);
    QVERIFY(writer.data());
    Error error;
    QVERIFY(!memory.seal(Seal::Everyone, &error));
    QCOMPARE(error.code(), Memory.sealsBySystem ? Error::InvalidOperation : Error::Unsupported);
    QVERIFY(!memory.isSealed() && memory.data());
    QVERIFY(holdsPattern(memory));
    memory.data()[1] = 'x';
    writer.data()[2] = 'y';
    QVERIFY(writer.constData()[1] == 'x' && memory.constData()[2] == 'y');
    writer = SharedMemory();
    QCOMPARE(memory.seal(), Memory.sealsBySystem);
}

void tst_SharedMemory::seal_afterAHandleForWriting()
{
    SharedMemory memory = patternMemory(70'000);
    OwnedHandle handle = memory.handle(Mode::ReadWrite);
    QVERIFY(handle);
    Error error;
    QCOMPARE(memory.seal(Seal::OtherWriters, &error), Memory.sealsBySystem);
    QCOMPARE(error.code(), Memory.sealsBySystem ? Error::NoError : Error::Unsupported);
    QVERIFY(memory.data());
    QCOMPARE(SharedMemory::map(std::move(handle), Mode::ReadWrite).isNull(),
             Memory.sealsBySystem || !Memory.mapsReceived);
}

void tst_SharedMemory::seal_ofAReader_fails()
{
    if (!Memory.mapsReceived)
        QSKIP("this system cannot map a received handle");
    const SharedMemory memory = patternMemory(70'000);
    SharedMemory reader = SharedMemory::map(memory.handle());
    Error error;
    QVERIFY(!reader.isNull() && !reader.seal(Seal::Everyone, &error));
    QCOMPARE(error.code(), Error::InvalidOperation);
    QVERIFY(!reader.handle(Mode::ReadWrite, &error));
    QCOMPARE(error.code(), Error::AccessDenied);
    QVERIFY(reader.handle(Mode::ReadOnly, &error));
}

void tst_SharedMemory::map_forWriting_needsAHandleForWriting()
{
    const SharedMemory memory = patternMemory(4096);
    Error error;
    QVERIFY(SharedMemory::map(memory.handle(Mode::ReadOnly), Mode::ReadWrite, &error).isNull());
    QCOMPARE(error.code(), Error::AccessDenied);
    QCOMPARE(error.operation(), QStringLiteral("map shared memory"));
}

void tst_SharedMemory::map_ofAnotherKind_isRefused()
{
    PipeReader reader;
    OwnedHandle pipe = reader.createPipe();
    QVERIFY(pipe);
    Error error;
    QVERIFY(SharedMemory::map(pipe.duplicate(), Mode::ReadOnly, &error).isNull());
    QCOMPARE(error.code(), Error::InvalidOperation);
    QVERIFY(error.message().contains(QStringLiteral("not one of shared memory")));
    QVERIFY(SharedMemory::copy(std::move(pipe), 4096, &error).isNull());
    QCOMPARE(error.code(), Error::InvalidOperation);
    QCOMPARE(error.operation(), QStringLiteral("copy shared memory"));
}

void tst_SharedMemory::copy_isIndependent()
{
    SharedMemory memory = patternMemory(65536);
    Error error;
    SharedMemory copy = SharedMemory::copy(memory.handle(), memory.size(), &error);
    QVERIFY2(!error, qPrintable(error.message()));
    QCOMPARE(copy.size(), memory.size());
    QVERIFY(holdsPattern(copy) && copy.data());
    memory.data()[0] = 'x';
    copy.data()[1] = 'y';
    QVERIFY(copy.constData()[0] != 'x' && memory.constData()[1] != 'y');
    QVERIFY(copy.seal() && !memory.isReadOnly());
}

void tst_SharedMemory::copy_aboveItsLimit_fails()
{
    const SharedMemory memory = patternMemory(65536);
    Error error;
    QVERIFY(SharedMemory::copy(memory.handle(), 65535, &error).isNull());
    QCOMPARE(error.code(), Error::MessageTooLarge);
    QVERIFY(error.message().contains(QStringLiteral("65536")));
    QVERIFY(SharedMemory::copy(memory.handle(), -1, &error).isNull());
    QVERIFY(!SharedMemory::copy(memory.handle(), 65536, &error).isNull());
}

void tst_SharedMemory::manyRounds_leaveNothingOpen()
{
    const int rounds = scaled(10'000);
    const int descriptors = openDescriptors();
    const qint64 memory = residentKilobytes();
    for (int round = 0; round < rounds; ++round) {
        SharedMemory made = SharedMemory::create(20'000);
        made.data()[0] = 'x';
        const SharedMemory received = Memory.mapsReceived ? SharedMemory::map(made.handle())
                                                          : SharedMemory::copy(made.handle(), made.size());
        QVERIFY(received.toByteArray().at(0) == 'x');
        QVERIFY(made.seal());
    }
    QCOMPARE(openDescriptors(), descriptors);
    if (MeasuresMemory)
        QVERIFY(residentKilobytes() - memory < 4096);
}

QTEST_GUILESS_MAIN(tst_SharedMemory)
#include "tst_sharedmemory.moc"
