// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/device.h>

#include <QtCore/qobject.h>

#include <functional>
#include <memory>
#include <vector>

namespace TestSupport {

class SignalLog;

// Two connected ends, and the server that keeps the connection alive. On one-way kinds, near
// writes.
struct DevicePair
{
    std::unique_ptr<QtInterprocess::Device> near;
    std::unique_ptr<QtInterprocess::Device> far;
    std::shared_ptr<QObject> server;
};

// The abilities that differ between kinds of devices. The suite also tests that a missing ability
// is refused.
struct Capabilities
{
    bool twoWay = true;
    bool halfClose = true; // one direction can be closed while the other stays open
    bool reportsClosedReader = true; // the writing end reports a closed reader without writing
    bool messages = false; // each write is read whole, so a large one does not test limits in bytes
    qint64 largestMessage = 0; // the largest size that every system sends; 0: unlimited
    bool reportsPeerClose = true; // a peer sees that the other end is closed; if not, only its next write fails
};

// One list of behaviours that every Device has, run over every way to get a connected pair. To
// test a new primitive, add a factory.
class ConformanceTest : public QObject
{
    Q_OBJECT

public:
    using Factory = std::function<DevicePair()>;
    void add(const char *kind, const Factory &factory, const Capabilities &capabilities = {})
    {
        m_kinds.push_back({ kind, factory, capabilities });
    }

private Q_SLOTS:
    void initTestCase_data();
    void bytesArriveInOrderBothWays();
    void signalsComeInOneOrder();
    void halfClose_keepsTheOtherDirectionOpen();
    void hangUpAfterHalfClose_isNoticed();
    void halfCloseWithoutSupport_failsWithUnsupported();
    void closingTheOnlyDirection_closesTheDevice();
    void closedReader_isNoticed();
    void closeAndDestroyLoseNothing();
    void destroyWithoutClose_losesNothing();
    void abort_discardsOutputAndCloses();
    void unreportedPeerClose_isFoundByWriting();
    void closeWithUnreadInput_isNoErrorForThePeer();
    void writeAfterPeerClosed_reportsErrorWithoutSigpipe();
    void pausedReader_stopsTheSender();
    void readerThatPausesLater_stopsTheSender();
    void pausedReader_getsTheEndAfterAllData();
    void writeBufferSizeBoundsWrites();
    void waitsHonourTheirDeadline();
    void waitForBytesWritten_honoursItsDeadline();
    void waitsNeedNoEventLoopAndNoQtThread();
    void movesToAnotherThreadWhileDataFlows();
    void aSlotMayMoveTheDevice_data();
    void aSlotMayMoveTheDevice();
    void aSlotMayDeleteTheDevice_data();
    void aSlotMayDeleteTheDevice();
    void nestedLoopInASlot_receivesTheAnswer();
    void processEventsInASlot_receivesTheAnswer();
    void largeReads_receiveAllBytes();
    void manyPairs_receiveTheirOwnDataOnly();
    void theEventLoopIsNeverBlocked();

private:
    struct Kind
    {
        const char *name;
        Factory factory;
        Capabilities capabilities;
    };

    const Kind &kind() const;
    const Capabilities &can() const { return kind().capabilities; }
    DevicePair pair();
    DevicePair pairThatReceives();
    void write(QtInterprocess::Device &device, const QByteArray &data, qint64 messageSize = 0);
    bool isOver(const QtInterprocess::Device &device, qint64 received, qint64 size) const;
    void closeIfOnlyInputHasEnded(QtInterprocess::Device &device, const SignalLog &log) const;
    QByteArray readToEnd(QtInterprocess::Device &device, qint64 size);
    QByteArray spinToEnd(QtInterprocess::Device &device, qint64 size);

    std::vector<Kind> m_kinds;
};

} // namespace TestSupport
