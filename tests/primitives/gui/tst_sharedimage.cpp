// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Images that read shared memory: what is refused, and how long the memory is kept.

#include <QtInterprocess/SharedImage>
#include <QtInterprocess/SharedMemory>

#include <QtGui/qimage.h>
#include <QtTest/qtest.h>

#include <limits>
#include <utility>

using namespace QtInterprocess;

class tst_SharedImage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void image_readsTheMemory();
    void image_keepsTheMemory();
    void changedImage_isACopy();
    void wrongArguments_giveANullImage_data();
    void wrongArguments_giveANullImage();
    void everyFormat_isCheckedOrShown();
};

constexpr int Width = 100;
constexpr int Height = 50;
constexpr qsizetype Line = Width * 4 + 16;

static SharedMemory picture()
{
    SharedMemory memory = SharedMemory::create(64 + Line * Height);
    for (int y = 0; y < Height; ++y) {
        auto *const line = reinterpret_cast<QRgb *>(memory.data() + 64 + y * Line);
        for (int x = 0; x < Width; ++x)
            line[x] = qRgb(x, y, 7);
    }
    return memory;
}

static QImage imageOf(const SharedMemory &memory)
{
    return toImage<QImage>(memory, Width, Height, QImage::Format_RGB32, Line, 64);
}

void tst_SharedImage::image_readsTheMemory()
{
    const SharedMemory memory = picture();
    const QImage image = imageOf(memory);
    QCOMPARE(image.size(), QSize(Width, Height));
    QVERIFY(reinterpret_cast<const char *>(image.constBits()) == memory.constData() + 64);
    QCOMPARE(image.pixel(99, 49), qRgb(99, 49, 7));
}

void tst_SharedImage::image_keepsTheMemory()
{
    QImage image = imageOf(picture());
    const QImage copy = image;
    image = QImage();
    for (int i = 0; i < 10; ++i)
        (void)SharedMemory::create(1000);
    QCOMPARE(copy.pixel(99, 49), qRgb(99, 49, 7));
}

void tst_SharedImage::changedImage_isACopy()
{
    SharedMemory memory = picture();
    QVERIFY(memory.seal());
    QImage image = imageOf(memory);
    image.setPixel(1, 1, qRgb(1, 2, 3));
    image.fill(Qt::red);
    QVERIFY(std::as_const(image).constBits() != reinterpret_cast<const uchar *>(memory.constData() + 64));
    QCOMPARE(imageOf(memory).pixel(1, 1), qRgb(1, 1, 7));
}

void tst_SharedImage::wrongArguments_giveANullImage_data()
{
    constexpr int Most = std::numeric_limits<int>::max();
    constexpr auto Longest = std::numeric_limits<qsizetype>::max();
    constexpr auto Furthest = std::numeric_limits<qint64>::max();
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("format");
    QTest::addColumn<qsizetype>("line");
    QTest::addColumn<qint64>("offset");
    const auto row = [](const char *name, int width, int height, qsizetype line, qint64 offset,
                        int format = QImage::Format_RGB32) {
        QTest::newRow(name) << width << height << format << line << offset;
    };
    row("no width", 0, Height, Line, 64);
    row("no height", Width, 0, Line, 64);
    row("negative width", -1, Height, Line, 64);
    row("negative height", Width, -1, Line, 64);
    row("too wide", Width + 5, Height, Line, 64);
    row("too high", Width, Height + 1, Line, 64);
    row("widest", Most, 1, Line, 64);
    row("highest", 1, Most, Line, 64);
    row("largest", Most, Most, Longest, Furthest);
    row("short line", Width, Height, Width * 4 - 4, 64);
    row("no line", Width, Height, 0, 64);
    row("negative line", Width, Height, -Line, 64);
    row("longest line", Width, Height, Longest, 64);
    row("negative offset", Width, Height, Line, -64);
    row("offset by a line", Width, Height, Line, 64 + Line);
    row("offset of the end", 1, 1, 4, 64 + Line * Height);
    row("furthest offset", Width, Height, Line, Furthest);
    row("unaligned offset", Width, Height - 1, Line, 66);
    row("unaligned line", Width, Height - 1, Line + 2, 64);
    row("no format", Width, Height, Line, 64, QImage::Format_Invalid);
    row("unknown format", Width, Height, Line, 64, QImage::NImageFormats);
    row("negative format", Width, Height, Line, 64, -1);
    row("wider format", Width, Height, Line, 64, QImage::Format_RGBA64);
}

void tst_SharedImage::wrongArguments_giveANullImage()
{
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(int, format);
    QFETCH(qsizetype, line);
    QFETCH(qint64, offset);
    const SharedMemory memory = picture();
    QVERIFY(toImage<QImage>(memory, width, height, format, line, offset).isNull());
    QVERIFY(toImage<QImage>(SharedMemory(), width, height, format, line, offset).isNull());
    QVERIFY(!imageOf(memory).isNull());
}

void tst_SharedImage::everyFormat_isCheckedOrShown()
{
    const SharedMemory memory = picture();
    for (int format = QImage::Format_Mono; format < QImage::NImageFormats; ++format) {
        const int bits = QImage(1, 1, QImage::Format(format)).depth();
        const qsizetype line = (Width * bits + 31) / 32 * 4;
        const QImage image = toImage<QImage>(memory, Width, 10, QImage::Format(format), line);
        QCOMPARE(image.size(), QSize(Width, 10));
        QCOMPARE(image.copy().size(), image.size());
    }
}

QTEST_GUILESS_MAIN(tst_SharedImage)
#include "tst_sharedimage.moc"
