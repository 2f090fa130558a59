// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "frameitem.h"

#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/SharedImage>

#include <QtGui/qimage.h>
#include <QtQuick/qquickwindow.h>
#include <QtQuick/qsgsimpletexturenode.h>

#include <utility>

using namespace QtInterprocess;

FrameItem::FrameItem(QQuickItem *parent) : QQuickItem(parent)
{
    setFlag(ItemHasContents);
    connect(&m_client, &ReconnectingClient::connected, this, &FrameItem::receive);
    connect(&m_client, &ReconnectingClient::isConnectedChanged, this, &FrameItem::statusChanged);
    connect(&m_second, &QTimer::timeout, this, &FrameItem::updateStatus);
    m_second.start(1000);
}

void FrameItem::setServer(const QString &name)
{
    if (m_server == name)
        return;
    m_server = name;
    m_client.connectToServer(LocalName(name));
    Q_EMIT serverChanged();
}

void FrameItem::setDrawing(bool on)
{
    if (m_drawing == on)
        return;
    m_drawing = on;
    Q_EMIT drawingChanged();
}

void FrameItem::receive(LocalSocket *socket)
{
    //! [receive]
    auto *const channel = new MessageChannel(socket, socket);
    auto *const consumer = new SharedMemoryConsumer(channel, channel);
    connect(consumer, &SharedMemoryConsumer::frameReceived, this, &FrameItem::show);
    //! [receive]
    m_lastNumber = 0;
}

void FrameItem::show(const SharedMemoryFrame &frame)
{
    ++m_arrived;
    if (m_lastNumber > 0)
        m_missed += int(frame.number() - m_lastNumber - 1);
    m_lastNumber = frame.number();
    m_format = FrameFormat::fromBytes(frame.metadata());
    m_frame = frame; // the frame before returns to the producer
    if (m_drawing)
        update();
}

void FrameItem::updateStatus()
{
    m_rate = std::exchange(m_arrived, 0);
    m_skipped = std::exchange(m_missed, 0);
    m_ownLoad = m_load.percent();
    Q_EMIT statusChanged();
}

QSGNode *FrameItem::updatePaintNode(QSGNode *old, UpdatePaintNodeData *)
{
    auto *node = static_cast<QSGSimpleTextureNode *>(old);
    const QImage image = toImage<QImage>(m_frame, m_format.width, m_format.height, QImage::Format_RGB32,
                                         qsizetype(m_format.width) * 4);
    if (image.isNull()) {
        delete node;
        return nullptr;
    }
    if (!node) {
        node = new QSGSimpleTextureNode;
        node->setOwnsTexture(true);
        node->setFiltering(QSGTexture::Linear);
    }
    node->setTexture(window()->createTextureFromImage(image, QQuickWindow::TextureIsOpaque));
    const QSizeF size = image.size().scaled(boundingRect().size().toSize(), Qt::KeepAspectRatio);
    node->setRect(QRectF(QPointF((width() - size.width()) / 2, (height() - size.height()) / 2), size));
    return node;
}
