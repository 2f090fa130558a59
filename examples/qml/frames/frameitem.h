// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "frameformat.h"

#include <QtInterprocess/ReconnectingClient>
#include <QtInterprocess/SharedMemoryConsumer>

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qtimer.h>
#include <QtQml/qqmlregistration.h>
#include <QtQuick/qquickitem.h>

/*! Shows the newest frame of a producer. The pixels are copied once, into the texture. */
class FrameItem : public QQuickItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString server READ server WRITE setServer NOTIFY serverChanged)
    Q_PROPERTY(bool drawing READ isDrawing WRITE setDrawing NOTIFY drawingChanged)
    Q_PROPERTY(bool connected READ isConnected NOTIFY statusChanged)
    Q_PROPERTY(QSize frameSize READ frameSize NOTIFY statusChanged)
    Q_PROPERTY(int rate READ rate NOTIFY statusChanged)
    Q_PROPERTY(int skipped READ skipped NOTIFY statusChanged)
    Q_PROPERTY(double producerLoad READ producerLoad NOTIFY statusChanged)
    Q_PROPERTY(double ownLoad READ ownLoad NOTIFY statusChanged)

public:
    explicit FrameItem(QQuickItem *parent = nullptr);

    /*! Returns the name of the producer; the item connects to it again and again. */
    QString server() const { return m_server; }
    void setServer(const QString &name);

    /*! Returns whether frames are drawn. Otherwise they are only received. */
    bool isDrawing() const { return m_drawing; }
    void setDrawing(bool on);

    bool isConnected() const { return m_client.isConnected(); }
    /*! Returns the size of the frames in pixels. */
    QSize frameSize() const { return { m_format.width, m_format.height }; }
    /*! Returns how many frames arrived in the last second. */
    int rate() const { return m_rate; }
    /*! Returns how many frames of the last second were skipped, because this window was slow. */
    int skipped() const { return m_skipped; }
    /*! Returns the processor time of the producer, in percent of a core. */
    double producerLoad() const { return m_format.producerLoad; }
    /*! Returns the processor time of this process, in percent of a core. */
    double ownLoad() const { return m_ownLoad; }

Q_SIGNALS:
    void serverChanged();
    void drawingChanged();
    void statusChanged();

protected:
    QSGNode *updatePaintNode(QSGNode *node, UpdatePaintNodeData *) override;

private:
    void receive(QtInterprocess::LocalSocket *socket);
    void show(const QtInterprocess::SharedMemoryFrame &frame);
    void updateStatus();

    QString m_server;
    QtInterprocess::ReconnectingClient m_client;
    QtInterprocess::SharedMemoryFrame m_frame;
    FrameFormat m_format;
    ProcessorLoad m_load;
    QTimer m_second;
    bool m_drawing = true;
    quint64 m_lastNumber = 0;
    int m_arrived = 0;
    int m_missed = 0;
    int m_rate = 0;
    int m_skipped = 0;
    double m_ownLoad = 0;
};
