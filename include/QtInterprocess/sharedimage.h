// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#include <memory>

namespace QtInterprocess {

namespace Private {

/*!
    \internal
    Returns whether \a height lines of \a bytesPerLine bytes from \a offset on lie in \a size bytes.

    Each line must have room for \a width pixels of \a depth bits. Pixels of 16 bits, and of whole
    32-bit words, must be aligned.
*/
inline bool holdsImage(qint64 size, int width, int height, int depth, qint64 bytesPerLine, qint64 offset) noexcept
{
    if (width <= 0 || height <= 0 || depth <= 0 || bytesPerLine <= 0 || offset < 0 || offset > size)
        return false;
    const qint64 alignment = depth % 32 == 0 ? 4 : depth == 16 ? 2 : 1;
    return bytesPerLine >= (qint64(width) * depth + 7) / 8 && bytesPerLine <= (size - offset) / height
        && bytesPerLine % alignment == 0 && offset % alignment == 0;
}

} // namespace Private

/*!
    Returns an image of \a width × \a height pixels that reads \a memory without a copy.

    \a format is a QImage::Format, \a bytesPerLine the distance of two lines in bytes, and \a offset
    the position of the first line. The image and its copies keep the memory mapped. A
    change of an image makes a copy of the pixels.

    \code
    const QImage image = toImage<QImage>(memory, width, height, QImage::Format_RGB32, width * 4);
    \endcode

    Returns a null image if the memory is too small, if a line is too short, or if an argument is
    not valid. So the arguments may come from another process. A format of whole 32-bit words needs
    \a bytesPerLine and \a offset to be multiples of 4, and a format of 16 bits multiples of 2. All
    \a height lines need \a bytesPerLine bytes, also the last one.

    If the memory is not sealed, the image can change while it is painted. An image with indices
    has no colour table; set one.

    \c Image is QImage. Include its header yourself: the library does not link Qt Gui. \c Memory is
    SharedMemory or SharedMemoryFrame; a frame returns to its producer with the last image. The
    function may be called in any thread, and does not block.

    \sa SharedMemory::seal(), SharedMemoryFrame
*/
template <typename Image, typename Memory>
Image toImage(const Memory &memory, int width, int height, int format, qsizetype bytesPerLine, qint64 offset = 0)
{
    if (format <= int(Image::Format_Invalid) || format >= int(Image::NImageFormats))
        return Image();
    const auto knownFormat = typename Image::Format(format);
    const int depth = Image(1, 1, knownFormat).depth();
    if (!Private::holdsImage(memory.size(), width, height, depth, bytesPerLine, offset))
        return Image();
    auto owner = std::make_unique<Memory>(memory);
    Image image(
        reinterpret_cast<const uchar *>(memory.constData() + offset), width, height, bytesPerLine, knownFormat,
        [](void *kept) { delete static_cast<Memory *>(kept); }, owner.get());
    if (!image.isNull())
        (void)owner.release(); // the image deletes it
    return image;
}

} // namespace QtInterprocess
