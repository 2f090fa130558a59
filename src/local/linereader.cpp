// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/linereader.h>

#include "local/delimitedreader.h"
#include "local/inputwatch.h"
#include "support/lifetime.h"
#include "support/setting.h"

#include <QtCore/qcoreevent.h>

#include <algorithm>
#include <limits>

namespace QtInterprocess {

class LineReaderPrivate
{
public:
    LineReaderPrivate(LineReader *reader, QIODevice *device) : q(reader), input(reader, device, [this] { readLines(); })
    { }

    void leaveThread()
    {
        m_lifetime.end();
        input.wake(); // in the new thread
    }

    void wake() { input.wake(); }
    QBindingStorage *bindingStorage() const { return q->bindingStorage(); }

    LineReader *const q;
    InputWatch input;
    Q_OBJECT_BINDABLE_PROPERTY_WITH_ARGS(LineReaderPrivate, qint64, maximumSize, 1024 * 1024)
    Q_OBJECT_BINDABLE_PROPERTY_WITH_ARGS(LineReaderPrivate, bool, paused, false, &LineReaderPrivate::wake)
    bool finished = false;

private:
    using Taken = DelimitedReader::Taken;

    void readLines();
    Taken takeLine(QByteArray &line);
    void endOfInput();

    Lifetime m_lifetime;
    DelimitedReader m_lines;
};

// The limits of one turn, so that one busy peer does not delay everything else.
static constexpr int LinesAtOnce = 256;
static constexpr qint64 BytesOfLinesAtOnce = 256 * 1024;

LineReaderPrivate::Taken LineReaderPrivate::takeLine(QByteArray &line)
{
    const qint64 limit = maximumSize > 0 ? maximumSize : std::numeric_limits<qint64>::max() / 2;
    return input.isReadable() ? m_lines.next(*input.device(), '\n', limit, line) : Taken::NotYet;
}

void LineReaderPrivate::readLines()
{
    const Lifetime::Guard guard(m_lifetime);
    qint64 bytes = 0;
    for (int i = 0; i < LinesAtOnce && bytes < BytesOfLinesAtOnce && !guard.isOver(); ++i) {
        if (paused || finished)
            return;
        QByteArray line;
        const Taken taken = takeLine(line);
        bytes += line.size();
        if (taken != Taken::NotYet)
            input.wake(); // a slot may run an event loop or move the reader, where the rest is emitted
        switch (taken) {
        case Taken::Record: Q_EMIT q->lineReceived(line); break;
        case Taken::TooLong: Q_EMIT q->lineTooLong(line); break;
        case Taken::NotYet:
            input.sleep();
            if (input.hasEnded())
                endOfInput();
            return;
        }
    }
}

// Emits the last line before the end: a slot may pause the reader, or move it to another thread.
void LineReaderPrivate::endOfInput()
{
    QByteArray rest = m_lines.takeRest();
    if (!rest.isEmpty()) {
        if (rest.endsWith('\r')) // of a delimiter that was cut off
            rest.chop(1);
        input.wake();
        Q_EMIT q->lineReceived(rest);
        return;
    }
    finished = true;
    Q_EMIT q->finished();
}

LineReader::LineReader(QIODevice *device, QObject *parent)
    : QObject(parent),
      m_d(std::make_unique<LineReaderPrivate>(this, device))
{ }

LineReader::~LineReader() = default;

bool LineReader::event(QEvent *event)
{
    if (event->type() == QEvent::ThreadChange)
        m_d->leaveThread();
    return QObject::event(event);
}

qint64 LineReader::maximumLineSize() const noexcept
{
    return std::max<qint64>(m_d->maximumSize, 0);
}

void LineReader::setMaximumLineSize(qint64 size)
{
    m_d->maximumSize = std::max<qint64>(size, 0);
}

QBindable<qint64> LineReader::bindableMaximumLineSize()
{
    return &m_d->maximumSize;
}

bool LineReader::isPaused() const noexcept
{
    return m_d->paused;
}

void LineReader::setPaused(bool on)
{
    m_d->paused = on;
}

QBindable<bool> LineReader::bindablePaused()
{
    return &m_d->paused;
}

bool LineReader::isFinished() const noexcept
{
    return m_d->finished;
}

} // namespace QtInterprocess
