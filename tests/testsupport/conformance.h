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

// Two ends of one connection, and what keeps it alive. If bytes go one way, near is the end that writes.
struct DevicePair
{
    std::unique_ptr<QtInterprocess::Device> near;
    std::unique_ptr<QtInterprocess::Device> far;
    std::shared_ptr<QObject> server;
};

// What not every kind of device can. What it cannot is tested as well: it has to say so.
struct Capabilities
{
    bool twoWay = true;
    bool halfClose = true; // one direction ends, and the other one goes on
    bool noticesAGoneReader = true; // the handle that is written hears of it without writing
    bool messages = false; // each write is read whole, so that large ones tell nothing of what is bounded in bytes
    qint64 largestMessage = 0; // which every system sends; 0: any
    bool tellsTheEnd = true; // who closes is noticed by the other one; if not, only by writing to him
};

/*
    One list of behaviours that every Device has, run over every way to get a connected pair. A new primitive joins by
    adding a factory.
*/
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
    void halfCloseLeavesTheOtherHalf();
    void aHangUpAfterAHalfCloseIsNoticed();
    void aHalfCloseThatCannotBeIsRefused();
    void endingTheOnlyDirectionEndsItAll();
    void aReaderThatGoesIsNoticed();
    void closeAndDestroyLoseNothing();
    void destroyingAloneLosesNothing();
    void abortDiscardsAndEnds();
    void anEndThatIsNotToldIsFoundOutByWriting();
    void unreadInputDoesNotSpoilAClose();
    void aGonePeerIsAnErrorAndNoSignal();
    void aPausedReaderHoldsUpTheSender();
    void aReaderThatPausesLaterDoesToo();
    void theEndWaitsForAPausedReader();
    void writeBufferSizeBoundsWrites();
    void waitsHonourTheirDeadline();
    void waitsForRoomHonourTheirDeadline();
    void waitsNeedNoEventLoopAndNoQtThread();
    void movesToAnotherThreadWhileDataFlows();
    void aSlotMayMoveTheDevice_data();
    void aSlotMayMoveTheDevice();
    void aSlotMayDeleteTheDevice_data();
    void aSlotMayDeleteTheDevice();
    void aNestedLoopInASlotGetsItsAnswer();
    void busyProcessEventsInASlotGetsItsAnswer();
    void largeReadsTakeTheDirectWay();
    void manyIdlePairsStayApart();
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
