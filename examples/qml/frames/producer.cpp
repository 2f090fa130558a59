// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

/*
    frames-producer [--width N] [--height N] [--rate N] [--name NAME]: a camera without a lens.

    It publishes frames to every frames-qml that connects. Each buffer gets its background once;
    then only a bar moves, so that the load is that of passing frames on, not of drawing.
*/

#include "frameformat.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/SharedMemoryPool>
#include <QtInterprocess/Termination>

#include <QtCore/qcommandlineparser.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qhash.h>
#include <QtCore/qtimer.h>

#include <algorithm>
#include <cstdio>

using namespace QtInterprocess;

/*! Draws into the buffers of a pool, and publishes them. */
class Camera : public QObject
{
    Q_OBJECT

public:
    Camera(int width, int height)
        : m_width(std::clamp(width, 2 * BarWidth, 16384)),
          m_height(std::clamp(height, 2, 16384)),
          m_pool(qint64(m_width) * m_height * qint64(sizeof(quint32)))
    {
        connect(&m_server, &LocalServer::newConnection, this, &Camera::serve);
        connect(&m_timer, &QTimer::timeout, this, &Camera::capture);
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setSingleShot(true);
    }

    bool listen(const QString &name)
    {
        const bool isListening = m_server.listen(LocalName(name));
        if (!isListening)
            std::fprintf(stderr, "frames-producer: %s\n", qPrintable(m_server.error().message()));
        return isListening;
    }

    void start(int rate)
    {
        m_rate = std::clamp(rate, 1, 1000);
        m_clock.start();
        capture();
    }

private:
    static constexpr int BarWidth = 32;

    void capture()
    {
        // Each frame has its time, so that 60 frames take a second and not 60 times 16 ms.
        const qint64 next = ++m_ticks * 1000 / m_rate;
        m_timer.start(int(std::max<qint64>(next - m_clock.elapsed(), 0)));
        const double load = m_load.percent();
        //! [capture]
        SharedMemoryBuffer buffer = m_pool.acquire();
        if (!buffer)
            return; // every window is slow: skip this frame
        draw(reinterpret_cast<quint32 *>(buffer.data()));
        m_pool.publish(std::move(buffer), -1, FrameFormat { m_width, m_height, load }.toBytes());
        //! [capture]
    }

    void serve()
    {
        //! [serve]
        while (LocalSocket *const socket = m_server.nextPendingConnection()) {
            m_pool.addConsumer(new MessageChannel(socket, socket));
            connect(socket, &LocalSocket::disconnected, socket, &QObject::deleteLater);
        }
        //! [serve]
    }

    quint32 background(int x, int y) const
    {
        return 0xff000000U | quint32(x * 200 / m_width) << 16 | quint32(y * 200 / m_height) << 8 | 0x60U;
    }

    // The pool lends few buffers, so each is drawn as a whole once. Its place is its name.
    void draw(quint32 *pixels)
    {
        if (!m_bars.contains(pixels)) {
            for (int y = 0; y < m_height; ++y) {
                for (int x = 0; x < m_width; ++x)
                    pixels[qsizetype(y) * m_width + x] = background(x, y);
            }
        }
        int &bar = m_bars[pixels];
        const int next = int(m_pool.frameNumber() * 8 % quint64(m_width - BarWidth));
        for (int y = 0; y < std::min(m_height, 64); ++y) {
            quint32 *const line = pixels + qsizetype(y) * m_width;
            for (int x = bar; x < bar + BarWidth; ++x)
                line[x] = background(x, y);
            std::fill_n(line + next, BarWidth, 0xffffffffU);
        }
        bar = next;
    }

    const int m_width;
    const int m_height;
    LocalServer m_server;
    SharedMemoryPool m_pool;
    QTimer m_timer;
    QElapsedTimer m_clock;
    int m_rate = 60;
    qint64 m_ticks = 0;
    ProcessorLoad m_load;
    QHash<const quint32 *, int> m_bars; // the place of the bar in each buffer
};

int main(int argc, char **argv)
{
    const Termination termination;
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption width(QStringLiteral("width"), QStringLiteral("Pixels in a line."), QStringLiteral("N"),
                                   QStringLiteral("3840"));
    const QCommandLineOption height(QStringLiteral("height"), QStringLiteral("Lines."), QStringLiteral("N"),
                                    QStringLiteral("2160"));
    const QCommandLineOption rate(QStringLiteral("rate"), QStringLiteral("Frames per second."), QStringLiteral("N"),
                                  QStringLiteral("60"));
    const QCommandLineOption name(QStringLiteral("name"), QStringLiteral("Where to listen."), QStringLiteral("NAME"),
                                  QStringLiteral("org.qtinterprocess.frames"));
    parser.addOptions({ width, height, rate, name });
    parser.addHelpOption();
    parser.process(app);

    Camera camera(parser.value(width).toInt(), parser.value(height).toInt());
    if (!camera.listen(parser.value(name)))
        return 1;
    camera.start(parser.value(rate).toInt());
    return QCoreApplication::exec();
}

#include "producer.moc"
